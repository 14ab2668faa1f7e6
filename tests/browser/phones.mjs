// The people of a class in a headless Chromium, for the tests that tap through its pages.
//
// Chromium is named by CHROMIUM; puppeteer-core and axe-core are looked for from the folder named by NODE_FOLDER. The
// first argument is JSON: {url, code, desk, wall, pictures, …}; with `pictures`, a folder, whatever is looked at is kept.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const bring = createRequire(join(process.env.NODE_FOLDER, "package.json"));
const puppeteer = bring("puppeteer-core");
const axe = readFileSync(bring.resolve("axe-core/axe.min.js"), "utf-8");
const PATIENCE = 60000;

export const given = JSON.parse(process.argv[2]);
export const complaints = [];
export const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    protocolTimeout: 4 * PATIENCE,
});

// Each has a browser of its own, with its own cookies.
export async function sit(name, width, height, context = null) {
    const page = await (context || (await browser.createBrowserContext())).newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.setViewport({ width, height, hasTouch: width < 500, isMobile: width < 500 });
    page.on("pageerror", (wrong) => complaints.push(`${name}: ${wrong}`));
    page.on("console", (said) => ["error", "warning"].includes(said.type()) && complaints.push(`${name}: ${said.text()}`));
    page.on("request", (asked) => asked.url().startsWith(given.url) || asked.url().startsWith("data:") || complaints.push(`${name} asks for ${asked.url()}`));
    return Object.assign(page, { called: name });
}

// Whether a page is too wide, or has what axe-core minds.
export async function look(page, what) {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
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
    if (given.pictures) await page.screenshot({ path: join(given.pictures, `${page.called.replace(/\W/g, "")}-${what}.png`), fullPage: page.viewport().width < 1900 });
}

export const text = (page, id) => page.evaluate((id) => document.getElementById(id)?.textContent ?? "", id);
export const shows = (page, id) => page.evaluate((id) => Boolean(document.getElementById(id)?.offsetParent), id);
export const focus = (page) => page.evaluate(() => document.activeElement.id);
export const turn = async (page) => (await text(page, "status")).includes("your turn");

export const says = (page, id, words) =>
    page.waitForFunction((id, words) => document.getElementById(id)?.textContent.includes(words), { polling: 100 }, id, words);

export async function tap(page, words) {
    const found = await page.waitForSelector(`xpath/.//button[not(@disabled) and contains(., "${words}")]`, { visible: true });
    await found.click();
}

// A wrong answer twice, and the page tells the right one.
export async function exercises(page) {
    await page.waitForFunction(() => document.getElementById("game").textContent || document.getElementById("exercise").offsetParent, { polling: 100 });
    while (await shows(page, "exercise")) {
        for (const told of ["Not yet", "It is"]) {
            await page.$eval("#answer", (one) => { one.value = "12345"; });
            await tap(page, "Check");
            await says(page, "checked", told);
        }
        await (await page.waitForSelector("#on", { visible: true })).click();
    }
}

// What the page says that a package is worth, once its lists show it.
export async function worth(page, chosen) {
    for (const [issue, option] of Object.entries(chosen)) await page.select(`select[name="${issue}"]`, option);
    await page.waitForSelector('#worth[aria-busy="false"]');
    return text(page, "worth");
}

export async function inTurn(two) {
    for (;;) {
        for (const one of two) if (await turn(one)) return [one, two.find((other) => other !== one)];
        await new Promise((done) => setTimeout(done, 100));
    }
}

// Who sits with whom is read off the desk: the phones of each group that still plays.
export async function pairs(desk, phones) {
    const lines = await desk.evaluate(() =>
        [...document.querySelectorAll("#tables .one")].filter((one) => one.querySelector("button")).map((one) => one.textContent));
    return lines.map((line) => phones.filter((one) => line.includes(`: ${one.called}`)));
}

export async function report(facts) {
    await browser.close();
    console.log(JSON.stringify({ facts, complaints }));
}
