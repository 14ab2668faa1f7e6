// Two phones in a headless Chromium sign a deal that depends on an event, line by line of their lists; see phones.mjs.
import { exercises, given, inTurn, look, report, says, sit, tap, text, worth } from "./phones.mjs";

const desk = await sit("desk", 1280, 900);
await desk.goto(given.desk);
const phones = [];
for (const name of ["Anna", "Ben"]) {
    const page = await sit(name, 320, 640);
    await page.goto(`${given.url}/?code=${given.code}`, { waitUntil: "load" });
    await page.waitForSelector("#name", { visible: true });
    await page.type("#name", name);
    await tap(page, "Join");
    await says(page, "status", "You are in");
    phones.push(page);
}
await says(desk, "status", "Here: 2 of 2 people");
await tap(desk, "Start: draw lots");
for (const one of phones) await exercises(one);
const [first, second] = await inTurn(phones);
const worths = [await text(first, "who"), await worth(first, given.package)];
await look(first, "offer");
await tap(first, "Make this offer");
await says(second, "status", "your turn");
await tap(second, "Accept the offer");
await tap(second, "Accept the offer: yes");
for (const one of phones) await says(one, "status", "You have a deal");
await look(second, "result");
await report({ worths, ends: await Promise.all(phones.map((one) => text(one, "status"))) });
