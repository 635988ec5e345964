/** A title, totals and a body come in; one HTML page without anything outside it goes out, made for paper. */
import type { Language } from "../../contract/reasons.ts";
import { plainText } from "./rows.ts";

export interface PageParts {
  readonly language: Language;
  readonly title: string;
  /** In one line below the title. */
  readonly summary: string;
  /** HTML. */
  readonly body: string;
}

const style = `
  @page { margin: 15mm; }
  :root { color-scheme: light; }
  body { margin: 24px auto; padding: 0 24px; max-width: 1000px; color: #1b1b1d; background: #fff; font: 12px/1.45 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
  h1 { margin: 0 0 4px; font-size: 20px; }
  h2 { margin: 0 0 6px; font-size: 13px; }
  p { margin: 0 0 6px; color: #55555b; }
  section { margin: 18px 0 0; padding: 12px 0 0; border-top: 1px solid #c9c9ce; break-inside: avoid; }
  table { width: 100%; border-collapse: collapse; table-layout: fixed; }
  @media print { body { margin: 0; padding: 0; } }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  th, td { padding: 3px 8px 3px 0; text-align: left; vertical-align: top; }
  th { color: #55555b; font-weight: 600; }
  td { overflow-wrap: anywhere; }
  th.number, td.number { width: 84px; padding-right: 0; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
  th.picture { width: 76px; }
  td.picture img { display: block; max-width: 76px; max-height: 60px; }
  tr.kept td { font-weight: 600; }`;

export function pageOf({ language, title, summary, body }: PageParts): string {
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-Hans" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>${escaped(summary)}</p>
${body}
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function escaped(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
