/** Groups come in, with small pictures of some of their photos; a page to print goes out. */
import type { Group, GroupMember, PhotoId } from "../../contract.ts";
import { countText, escaped, pageOf, sizeText } from "./page.ts";

/** `pictureOf`: the address of a photo's picture, null where the page shows none. */
export function groupsPage(groups: readonly Group[], madeAtMs: number, pictureOf: (photo: PhotoId) => string | null): string {
  const others = groups.reduce((sum, { members }) => sum + members.length - 1, 0);
  const bytes = groups.reduce((sum, { reclaimableBytes }) => sum + reclaimableBytes, 0);
  const made = new Date(madeAtMs).toISOString().slice(0, 16).replace("T", " ");
  return pageOf({
    title: "Photos that belong together",
    summary: `${countText(groups.length, "group")}, ${countText(others, "photo")} besides those to keep, ${sizeText(bytes)} that could be freed. ${made} UTC.`,
    body: groups.map((group, index) => sectionOf(group, index + 1, pictureOf)).join("\n"),
  });
}

function sectionOf(
  { kind, members, keeperReasons, reclaimableBytes }: Group,
  number: number,
  pictureOf: (photo: PhotoId) => string | null,
): string {
  const why = keeperReasons.map(({ text }) => text).join("; ");
  const rows = members.map((member) => rowOf(member, member.relation === "keeper" ? why : reasonsOf(member), pictureOf(member.id)));
  return `<section>
<h2>${number}. ${kind === "copies" ? "Copies of one photo" : "One moment"}: ${countText(members.length, "photo")}, ${sizeText(reclaimableBytes)} besides the one to keep</h2>
<table>
<thead><tr><th scope="col" class="picture"></th><th scope="col">Photo</th><th scope="col">What it is</th><th scope="col" class="number">Sure</th><th scope="col" class="number">Pixels</th><th scope="col" class="number">Size</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</section>`;
}

function rowOf(member: GroupMember, why: string, picture: string | null): string {
  const isKeeper = member.relation === "keeper";
  const notes = [
    isKeeper ? "keep" : member.relation,
    ...(member.protected ? ["protected"] : []),
    ...(member.mark ? [`marked: ${member.mark}`] : []),
  ];
  return `<tr${isKeeper ? ' class="kept"' : ""}><td class="picture">${picture === null ? "" : `<img src="${picture}" alt="">`}</td><td>${escaped(member.path)}</td><td>${escaped(notes.join(", "))}${why === "" ? "" : `<br>${escaped(why)}`}</td><td class="number">${isKeeper ? "" : shareText(member.probability)}</td><td class="number">${member.width} × ${member.height}</td><td class="number">${sizeText(member.sizeBytes)}</td></tr>`;
}

const reasonsOf = ({ reasons }: GroupMember): string => reasons.map(({ text }) => text).join("; ");

/** Rounding must not call something certain that is not. */
function shareText(share: number): string {
  return share < 1 ? `${Math.min(99.9, share * 100).toFixed(1)} %` : "100 %";
}
