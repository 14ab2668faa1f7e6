// A whole class in a headless Chromium: a teacher, a projector and four phones that are tapped.
//
//   CHROMIUM=/usr/bin/chromium node class.mjs '{"url": …, "code": …, "desk": …, "wall": …, "pictures": …}'
//
// Prints {facts, complaints} as JSON. puppeteer-core and axe-core are looked for from the folder named by NODE_FOLDER.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const bring = createRequire(join(process.env.NODE_FOLDER, "package.json"));
const puppeteer = bring("puppeteer-core");
const axe = readFileSync(bring.resolve("axe-core/axe.min.js"), "utf-8");
const given = JSON.parse(process.argv[2]);
const PATIENCE = 60000;
const NAMES = ["Anna", "Ben", "<b>Cem</b>", "Dora"];
const complaints = [];
const facts = { weight: 0, seconds: 0, outcomes: [] };
// A phone far from its mast: 400 kbit/s, and 400 ms until an answer begins.
const SLOW = { offline: false, latency: 400, downloadThroughput: 50000, uploadThroughput: 50000 };

const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    protocolTimeout: 4 * PATIENCE,
});

// Each has a browser of its own, with its own cookies.
async function sit(name, width, height) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.setViewport({ width, height, hasTouch: width < 500, isMobile: width < 500 });
    page.on("pageerror", (wrong) => complaints.push(`${name}: ${wrong}`));
    page.on("console", (said) => ["error", "warning"].includes(said.type()) && complaints.push(`${name}: ${said.text()}`));
    page.on("request", (asked) => asked.url().startsWith(given.url) || asked.url().startsWith("data:") || complaints.push(`${name} asks for ${asked.url()}`));
    return Object.assign(page, { called: name });
}

async function look(page, what) {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) complaints.push(`${page.called}, ${what}: ${wide} pixels too wide`);
    // the policy of the page lets no script in; a tester's comes by the side door
    const session = await page.createCDPSession();
    await session.send("Page.setBypassCSP", { enabled: true });
    await page.evaluate(axe);
    const report = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], elementRef: false }));
    await session.detach();
    for (const one of report.violations)
        if (["serious", "critical"].includes(one.impact))
            complaints.push(`${page.called}, ${what}: ${one.id}: ${one.nodes[0].html.slice(0, 160)}`);
    if (given.pictures) await page.screenshot({ path: join(given.pictures, `${page.called.replace(/\W/g, "")}-${what}.png`), fullPage: true });
}

const says = (page, id, text) =>
    page.waitForFunction((id, text) => document.getElementById(id)?.textContent.includes(text), { polling: 100 }, id, text);

async function tap(page, text) {
    const found = await page.waitForSelector(`xpath/.//button[not(@disabled) and contains(., "${text}")]`, { visible: true });
    await found.click();
}

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

// A wrong answer twice, and the page tells the right one.
async function exercises(page) {
    await page.waitForFunction(() => document.getElementById("game").textContent || !document.getElementById("exercise").hidden, { polling: 100 });
    for (let k = 0; k < 8 && (await page.evaluate(() => !document.getElementById("exercise").hidden)); k++) {
        const told = await page.evaluate(() => document.getElementById("told").textContent);
        await page.$eval("#answer", (one) => { one.value = "12345"; });
        await tap(page, "Check");
        await page.waitForFunction((told) => document.getElementById("told").textContent !== told, { polling: 100 }, told);
        await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
    }
}

const turn = (page) => page.evaluate(() => document.getElementById("status").textContent.includes("your turn"));
const choose = (page, issue, option) => page.select(`select[name="${issue}"]`, option);
const group = (page) => page.evaluate(() => document.getElementById("who").textContent);

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
await says(desk, "status", "4 of 4 people are here");
await tap(desk, "Start: draw lots");
for (const one of phones) await exercises(one);
await look(phones[0], "seat");
await look(desk, "desk");

// Who sits with whom is read off the desk.
async function pairs() {
    const lines = await desk.evaluate(() => [...document.querySelectorAll("#tables .one p")].map((one) => one.textContent));
    const found = [];
    for (const line of lines) {
        if (/broken off|deal\.|done/.test(line.split("): ")[1] || "")) continue;
        found.push(phones.filter((one) => line.includes(`: ${one.called}`)));
    }
    return found;
}

async function inTurn(two) {
    for (;;) {
        for (const one of two) if (await turn(one)) return [one, two.find((other) => other !== one)];
        await new Promise((done) => setTimeout(done, 100));
    }
}

async function deal(two, reload) {
    let [first, second] = await inTurn(two);
    await choose(first, given.issue, given.option);
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

let two = await pairs();
facts.pairs = two.map((some) => some.length);
await deal(two[0], true);
await deal(two[1], false);
await says(wall, "debrief", "2 groups".replace("2", "Two of 2").slice(0, 8));
await look(wall, "debrief");

// A second game: one pair has no deal, and of the other a phone vanishes.
await tap(desk, "Draw lots again");
await tap(desk, "Draw lots again");
for (const one of phones) {
    await says(one, "status", "question").catch(() => {});
    await exercises(one);
}
two = await pairs();
facts.again = two.map((some) => some.length);
const [walker, left] = await inTurn(two[0]);
await tap(walker, "Walk away");
await tap(walker, "Walk away: yes");
await says(left, "status", "no deal");
facts.outcomes.push("no deal");

const [gone, waiter] = await inTurn(two[1]);
const seat = (await group(gone)).split(": ")[1];
await gone.browserContext().close();
await says(desk, "list", "(not here)");
facts.waits = await waiter.$eval("#status", (one) => one.textContent);
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
facts.debrief = await wall.$eval("#debrief", (one) => one.textContent.slice(0, 200));
facts.scripts = await desk.evaluate(() => document.querySelectorAll("#list b").length);
await browser.close();
console.log(JSON.stringify({ facts, complaints }));
