// Opens every page of a folder in a headless Chromium, on a phone, on a desk and on a wall, and says what is wrong with it.
//
//   CHROMIUM=/usr/bin/chromium node look.mjs FOLDER    prints {page: [complaints]} as JSON
//
// puppeteer-core and axe-core are looked for from the folder named by NODE_FOLDER.
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const bring = createRequire(join(process.env.NODE_FOLDER, "package.json"));
const puppeteer = bring("puppeteer-core");
const axe = readFileSync(bring.resolve("axe-core/axe.min.js"), "utf-8");
const folder = resolve(process.argv[2]);
const pages = readdirSync(folder).filter((one) => one.endsWith(".html"));
const WIDTHS = [360, 1280, 1920];
const PAPER = 658; // pixels between the margins of A4; Letter is wider
const FEW = 50; // so many pages are asked at every width; more at the last one alone

async function complaints(browser, file) {
    const found = [];
    const page = await browser.newPage();
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && found.push(message.text()));
    page.on("pageerror", (wrong) => found.push(String(wrong)));
    page.on("request", (asked) => asked.isNavigationRequest() || found.push(`asks for ${asked.url()}`));
    for (const width of WIDTHS) {
        await page.setViewport({ width, height: 800 });
        await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (wide > 0) found.push(`at ${width} pixels the page is ${wide} too wide`);
        if (pages.length > FEW && width !== WIDTHS.at(-1)) continue;
        await page.evaluate(axe);
        const report = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], elementRef: false }));
        for (const one of report.violations)
            if (["serious", "critical"].includes(one.impact))
                found.push(`${one.id} (${one.nodes.length} times): ${one.nodes[0].html.slice(0, 120)}`);
    }
    await page.emulateMediaType("print");
    await page.setViewport({ width: PAPER, height: 980 });
    const clipped = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (clipped > 1) found.push(`on paper the page is ${clipped} too wide`);
    await page.close();
    return found;
}

const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const told = {};
for (const name of pages)
    told[name] = await complaints(browser, join(folder, name));
await browser.close();
console.log(JSON.stringify(told));
