// A whole class in a headless Chromium: a teacher, a projector and four phones on a slow line; see phones.mjs.
//
//   CHROMIUM=/usr/bin/chromium node class.mjs '{"url": …, "code": …, "desk": …, "wall": …}'
//
// Prints {facts, complaints} as JSON.
import { complaints, exercises, given, inTurn, look, pairs, report, says, sit, tap, text, worth } from "./phones.mjs";

const NAMES = ["Anna", "Ben", "<b>Cem</b>", "Dora"];
const facts = { weight: 0, seconds: 0, outcomes: [], worths: [] };
// A phone far from its mast: 400 kbit/s, and 400 ms until an answer begins.
const SLOW = { offline: false, latency: 400, downloadThroughput: 50000, uploadThroughput: 50000 };

async function join_(page, name) {
    let weight = 0;
    page.on("response", async (answer) => {
        try { weight += (await answer.buffer()).length; } catch { /* a redirect has no body */ }
    });
    const line = await page.createCDPSession();
    await line.send("Network.enable");
    await line.send("Network.emulateNetworkConditions", SLOW);
    const start = Date.now();
    await page.goto(`${given.url}/?code=${given.code}`, { waitUntil: "load" });
    await page.waitForSelector("#name", { visible: true });
    facts.seconds = Math.max(facts.seconds, (Date.now() - start) / 1000);
    await page.waitForNetworkIdle();
    facts.weight = Math.max(facts.weight, weight);
    page.removeAllListeners("response");
    await page.type("#name", name);
    await tap(page, "Join");
    await says(page, "status", "You are in");
}

const desk = await sit("desk", 1280, 900);
const wall = await sit("wall", 1920, 1080);
await desk.goto(given.desk);
await wall.goto(given.wall);
await says(wall, "code", given.code);
await look(wall, "code");
const phones = [];
for (const name of NAMES) {
    const page = await sit(name, 360, 740);
    await join_(page, name);
    phones.push(page);
}
await look(phones[0], "lobby");
await says(desk, "status", "Here: 4 of 4 people");
await tap(desk, "Start: draw lots");
for (const one of phones) await exercises(one);
await look(phones[0], "seat");
await look(desk, "desk");

async function deal(two, reload) {
    let [first, second] = await inTurn(two);
    facts.worths.push([await text(first, "who"), await worth(first, { [given.issue]: given.option })]);
    if (reload) {
        await first.reload({ waitUntil: "networkidle0" });
        await first.waitForSelector(`select[name="${given.issue}"]`);
        facts.kept = await first.$eval(`select[name="${given.issue}"]`, (one) => one.value);
    }
    await tap(first, "Make this offer");
    await says(second, "status", "your turn");
    await look(second, "offer");
    await tap(second, "Accept the offer");
    await tap(second, "Accept the offer: yes");
    await says(first, "status", "You have a deal");
    await says(second, "status", "You have a deal");
    facts.outcomes.push("deal");
}

let two = await pairs(desk, phones);
facts.pairs = two.map((some) => some.length);
await deal(two[0], true);
await deal(two[1], false);
await says(wall, "debrief", "Two of 2");
await look(wall, "debrief");

// A second game: one pair has no deal, and of the other a phone vanishes.
await tap(desk, "Draw lots again");
await tap(desk, "Draw lots again");
for (const one of phones) {
    await says(one, "status", "question");
    await exercises(one);
}
two = await pairs(desk, phones);
facts.again = two.map((some) => some.length);
const [walker, left] = await inTurn(two[0]);
await tap(walker, "Walk away");
await tap(walker, "Walk away: yes");
await says(left, "status", "no deal");
facts.outcomes.push("no deal");

const [gone, waiter] = await inTurn(two[1]);
const seat = (await text(gone, "who")).split(": ")[1];
await gone.browserContext().close();
await says(desk, "list", "(not here)");
facts.waits = await text(waiter, "status");
await tap(waiter, "Call the teacher");
await says(desk, "list", "calls you!");
await tap(desk, `${seat}: let the computer play`);
await says(waiter, "status", "your turn");
await tap(waiter, "Walk away");
await tap(waiter, "Walk away: yes");
facts.outcomes.push("vanished");
await says(wall, "debrief", "of 4 groups");
await look(wall, "end");
await look(waiter, "end");
facts.debrief = (await text(wall, "debrief")).slice(0, 200);
facts.scripts = await desk.evaluate(() => document.querySelectorAll("#list b").length);
await report(facts);
