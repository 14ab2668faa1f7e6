// A whole class with strange names and labels on three phones of other sizes: each page is looked at on the way.
//
//   CHROMIUM=/usr/bin/chromium node whole.mjs '{"url": …, "code": …, "desk": …, "wall": …, "names": …, "messages": …, "packages": …}'
//
// Prints {facts, complaints} as JSON.
import { complaints, exercises, focus, given, inTurn, look, pairs, report, says, shows, sit, tap, text, worth } from "./phones.mjs";

const SIZES = [[320, 640], [390, 844], [390, 844]];
const facts = { worths: [] };
const noted = (what, found) => { facts[what] = found; };

async function typed(page, code, name) {
    await page.$eval("#code", (one, code) => { one.value = code; }, code);
    await page.$eval("#name", (one, name) => { one.value = name; }, name);
    await tap(page, "Join");
}

const desk = await sit("desk", 1280, 900);
const wall = await sit("wall", 1920, 1080);
await desk.goto(given.desk);
await wall.goto(given.wall);
await says(wall, "code", given.code);
await look(wall, "join");

// A wrong code loses nothing that was typed.
const phones = [];
for (const [place, name] of given.names.entries()) {
    const page = await sit(name, ...SIZES[place]);
    await page.goto(given.url);
    if (!place) {
        await typed(page, "WRONG2", name);
        await says(page, "wrong", "not the code");
        noted("kept", await page.$$eval("input", (some) => some.map((one) => one.value)));
        noted("corrects", await focus(page));
        await look(page, "wrong");
    }
    await typed(page, given.code, name);
    await says(page, "status", "You are in");
    phones.push(page);
}
await says(desk, "status", "Here: 4 of 4 people, 4 without a seat. 0 groups play.");
noted("renamed", await desk.$$eval("#list .one", (some) => some.map((one) => one.querySelectorAll("input").length)));
await tap(desk, "Start: draw lots");
await says(desk, "status", "2 groups play");
const groups = await pairs(desk, phones);
const two = groups.find((some) => some.length === 2);
const [third] = groups.find((some) => some.length === 1);

// The quiz: what is said to an answer stands under its own question, and goes away with it.
const [quizzed, other] = two;
await quizzed.waitForSelector("#exercise", { visible: true });
await look(quizzed, "quiz");
const asked = () => text(quizzed, "package");
const answer = async (words, told) => {
    await quizzed.$eval("#answer", (one, words) => { one.value = words; }, String(words));
    await quizzed.focus("#answer");
    await quizzed.keyboard.press("Enter");
    await says(quizzed, "checked", told);
};
const goOn = async () => {
    await quizzed.waitForSelector("#on", { visible: true });
    noted("goesOn", await focus(quizzed));
    await quizzed.keyboard.press("Enter");
};
const first = await asked();
await answer(-777, "Not yet");
await answer(-777, "It is");
await quizzed.waitForSelector("#on", { visible: true });
noted("corrected", [(await asked()) === first, await shows(quizzed, "answering"), await text(quizzed, "told")]);
await look(quizzed, "corrected");
await goOn();
noted("next", [(await asked()) === first, await text(quizzed, "checked"), await focus(quizzed)]);
await answer("many", "no number");
const player = (await text(quizzed, "who")).slice(quizzed.called.length + 2);
const options = await quizzed.$$eval("#package dd", (some) => some.map((one) => one.textContent));
await answer(given.answers[[player, ...options].join("|")], "Right.");
await goOn();
noted("after", [await shows(quizzed, "exercise"), await text(quizzed, "checked"), await focus(quizzed), await quizzed.$eval("#own", (one) => one.open)]);
await exercises(other);

// The talks: what each package is worth is read off the page in both seats, and a red line holds until the offer is mended.
for (const words of given.messages) {
    await other.$eval("#words", (one, words) => { one.value = words; }, words);
    await tap(other, "Send");
    await says(quizzed, "talk", words);
}
const [mover, waiter] = await inTurn(two);
async function weighs(page) {
    const found = [];
    for (const package_ of given.packages) found.push(await worth(page, package_));
    facts.worths.push(found);
}
await weighs(mover);
await worth(mover, given.refused);
await tap(mover, "Make this offer");
await says(mover, "told", "You never sign this");
await look(mover, "refused");
await worth(mover, given.signed);
noted("mended", await text(mover, "told"));
await tap(mover, "Make this offer");
await says(waiter, "status", "your turn");
await weighs(waiter);
await look(waiter, "offer");
await tap(waiter, "Accept the offer");
await tap(waiter, "Accept the offer: yes");
await says(mover, "result", "You get");
await says(waiter, "result", "You get");
noted("results", [await text(mover, "result"), await text(waiter, "result")]);
await look(waiter, "signed");
await says(desk, "status", " 1 group plays.");

// The class ends while the third phone has a question before it.
await third.waitForSelector("#exercise", { visible: true });
await desk.type("#words", "Two minutes left!");
await tap(desk, "Say");
await says(third, "said", "Two minutes left!");
await tap(desk, "End the class");
await tap(desk, "End the class");
await says(third, "status", "debrief is on the projector");
await says(third, "result", "Without a deal you have");
await says(mover, "result", "Pareto frontier");
await says(wall, "status", "The class is over");
noted("ended", [await shows(third, "exercise"), await shows(third, "moves"), await text(third, "said"), await text(wall, "said"), await text(third, "result")]);
noted("possible", [await text(mover, "result"), await text(waiter, "result")]);
await look(mover, "result");
await look(third, "end");
await wall.waitForSelector("#debrief svg", { visible: true });
noted("seen", await wall.$eval("#debrief svg", (one) => {
    const place = one.getBoundingClientRect();
    return place.top >= 0 && place.bottom <= innerHeight && place.height > innerHeight / 3;
}));
await look(wall, "debrief");
await look(desk, "end");

// A phone that has left gets no seat by the lots, and gets one when it comes back.
const context = waiter.browserContext();
await waiter.close();
await says(desk, "list", "(not here)");
await tap(desk, "Draw lots again");
await tap(desk, "Draw lots again");
await says(mover, "status", "questions");
await says(third, "status", "questions");
await says(desk, "status", "Here: 3 of 4 people, 0 without a seat. 2 groups play");
const drawn = () => desk.$$eval("#tables .one", (some) => some.filter((one) => one.querySelector("button")).map((one) => one.textContent).join());
const names = await drawn();
noted("drawn", phones.map((one) => names.includes(one.called)));
noted("reopened", [await text(mover, "said"), await text(wall, "said"), await text(mover, "result")]);
const back = await sit(waiter.called, 320, 640, context);
await back.goto(`${given.url}/seat`);
await says(back, "status", "questions");
await says(desk, "status", "Here: 4 of 4 people, 0 without a seat. 2 groups play");
noted("back", (await drawn()).includes(back.called));
await look(desk, "again");
await report(facts);
