/** A made-up library of a hundred thousand photos in Chromium: frames a second while scrolling, the time from a key to the next group, and that to two large folders side by side. */
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { table } from "../../electron/hosts/words.ts";
import { driveWindow, go, paintThumbnails } from "../browser/browser-window.ts";

const { values } = parseArgs({
  options: {
    /** Photos and groups of the library that is scrolled. */
    photos: { type: "string", default: "100000" },
    groups: { type: "string", default: "25000" },
    /** Of the library in which keys are pressed. */
    reviewed: { type: "string", default: "10000" },
    presses: { type: "string", default: "200" },
    /** Photos in each of two folders that are set side by side, how often, and folders in the map. */
    side: { type: "string", default: "5000" },
    times: { type: "string", default: "12" },
    folders: { type: "string", default: "500" },
  },
});
const painted = 200;
const frames = 400;
const wide = { viewport: { width: 1440, height: 900 } };

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const shown = (value: number, unit = "ms"): string => `${value.toFixed(1)} ${unit}`;

interface Scrolling {
  /** Milliseconds between frames. */
  readonly gaps: readonly number[];
  /** Most rows or tiles that stood in the page at once. */
  readonly most: number;
}

function scroll(page: Page, selector: string, item: string, step: number): Promise<Scrolling> {
  return page.evaluate(
    async ({ selector, item, step, frames }) => {
      const viewport = document.querySelector(selector) as HTMLElement;
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const times: number[] = [await frame()];
      let most = 0;
      for (let count = 0; count < frames; count += 1) {
        viewport.scrollTop += step;
        times.push(await frame());
        most = Math.max(most, viewport.querySelectorAll(item).length);
      }
      return { gaps: times.slice(1).map((time, index) => time - (times[index] ?? 0)), most };
    },
    { selector, item, step, frames },
  );
}

function scrollRow(what: string, step: number, { gaps, most }: Scrolling): string[] {
  const sorted = gaps.toSorted((a, b) => a - b);
  const perSecond = (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0);
  return [
    what,
    `${step} px a frame`,
    perSecond.toFixed(1),
    shown(quantile(sorted, 0.5)),
    shown(quantile(sorted, 0.95)),
    shown(sorted.at(-1) ?? 0),
    String(most),
  ];
}

/** From the key's own time until the frame in which the next group stands, and until its picture is drawn. */
async function pressNext(page: Page, key: string, presses: number): Promise<{ readonly frame: number[]; readonly picture: number[] }> {
  await page.evaluate(() => {
    const seen = { frame: [] as number[], picture: [] as number[] };
    Object.assign(globalThis, { seen });
    const after = (done: (at: number) => void): void => {
      // A task after the frame's callbacks runs when the frame has been handed over.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        port2.postMessage(null);
      });
    };
    window.addEventListener(
      "keydown",
      ({ timeStamp }) => {
        const before = document.querySelector("section > header span")?.textContent;
        const look = (): void =>
          after((at) => {
            if (document.querySelector("section > header span")?.textContent === before) return look();
            seen.frame.push(at - timeStamp);
            const drawn = (now: number): void => {
              const image = [...document.querySelectorAll<HTMLImageElement>(".keeper img")].some(
                ({ complete, naturalWidth }) => complete && naturalWidth > 0,
              );
              if (image) seen.picture.push(now - timeStamp);
              else after(drawn);
            };
            drawn(at);
          });
        look();
      },
      { capture: true },
    );
  });
  for (let press = 1; press <= presses; press += 1) {
    await page.keyboard.press(key);
    await page.waitForFunction((count) => (globalThis as unknown as { seen: { picture: number[] } }).seen.picture.length === count, press);
  }
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: { frame: number[]; picture: number[] } }).seen);
  return { frame: seen.frame.toSorted((a, b) => a - b), picture: seen.picture.toSorted((a, b) => a - b) };
}

async function benchScrolling(): Promise<string[][]> {
  const driven = await driveWindow({ photos: Number(values.photos), groups: Number(values.groups) });
  await paintThumbnails(driven.engine, painted);
  const page = await driven.open(wide);
  await page.locator(".tile").first().waitFor();
  const count = Number(values.photos).toLocaleString("en");
  await page.getByText(`${count} photos`, { exact: true }).first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2_000);
  const rows: string[][] = [];
  for (const step of [40, 400]) rows.push(scrollRow(`${count} photos`, step, await scroll(page, ".viewport", ".tile", step)));
  await go(page, "g");
  await page.locator(".row").first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1_000);
  const groups = Number(values.groups).toLocaleString("en");
  for (const step of [40, 400]) rows.push(scrollRow(`${groups} groups`, step, await scroll(page, ".list .viewport", ".row", step)));
  await driven.close();
  return rows;
}

async function benchKeys(): Promise<string[][]> {
  const driven = await driveWindow({ photos: Number(values.reviewed), groups: Math.floor(Number(values.reviewed) / 4) });
  await paintThumbnails(driven.engine, painted);
  const rows: string[][] = [];
  for (const [what, key] of [
    ["J: next group", "j"],
    ["Enter: accept, then next group", "Enter"],
  ] as const) {
    const page = await driven.open(wide);
    await page.locator(".tile").first().waitFor();
    await go(page, "g");
    await page.locator(".member").first().waitFor();
    await page.waitForTimeout(1_000);
    const { frame, picture } = await pressNext(page, key, Number(values.presses));
    for (const [until, times] of [
      ["its frame", frame],
      ["its picture", picture],
    ] as const) {
      rows.push([what, until, String(times.length), shown(quantile(times, 0.5)), shown(quantile(times, 0.95)), shown(times.at(-1) ?? 0)]);
    }
    await page.context().close();
  }
  await driven.close();
  return rows;
}

/** From the address to the frame in which its first rows stand: asked, answered through the socket, laid out and drawn. */
async function benchFolders(): Promise<string[][]> {
  const driven = await driveWindow({ photos: 2 * Number(values.side), groups: 100, folders: Number(values.folders) });
  await paintThumbnails(driven.engine, painted);
  const page = await driven.open(wide);
  await page.locator(".tile").first().waitFor();
  const pair = encodeURIComponent(JSON.stringify(["/photos/Sorted/Iceland", "/photos/Phone backup"]));
  const rows: string[][] = [];
  for (const [what, address, selector] of [
    [`two folders of ${values.side} photos`, `#folders/${pair}`, ".row.pair"],
    [`the map of ${values.folders} folders`, "#folders/map", '[role="application"]'],
    [`the sizes of ${values.folders} folders`, "#folders/sizes", ".tile.whole"],
  ] as const) {
    const times: number[] = [];
    for (let time = 0; time < Number(values.times); time += 1) {
      await page.evaluate(() => {
        location.hash = "#folders/check";
      });
      await page.locator(selector).first().waitFor({ state: "detached" });
      await page.waitForTimeout(300);
      times.push(
        await page.evaluate(
          async ([hash, wanted]) => {
            const began = performance.now();
            location.hash = hash;
            for (;;) {
              await new Promise(requestAnimationFrame);
              if (document.querySelector(wanted)) break;
            }
            await new Promise((resolve) => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = resolve;
              port2.postMessage(null);
            });
            return performance.now() - began;
          },
          [address, selector] as const,
        ),
      );
    }
    times.sort((a, b) => a - b);
    rows.push([
      what,
      String(times.length),
      shown(times[0] ?? 0),
      shown(quantile(times, 0.5)),
      shown(quantile(times, 0.95)),
      shown(times.at(-1) ?? 0),
    ]);
  }
  await driven.close();
  return rows;
}

const folderRows = await benchFolders();
console.log(table([["drawn", "times", "fastest", "median", "95 of 100", "slowest"], ...folderRows]));
const scrolling = await benchScrolling();
console.log(table([["scrolled", "speed", "frames a second", "median", "95 of 100", "slowest", "in the page"], ...scrolling]));
const keys = await benchKeys();
console.log(`\nIn a library of ${Number(values.reviewed).toLocaleString("en")} photos, from the key to`);
console.log(table([["key", "until", "presses", "median", "95 of 100", "slowest"], ...keys]));
