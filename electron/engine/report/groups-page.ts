/** Groups come in, with small pictures of some of their photos; a page to print goes out, in the person's language. */
import type { Group, GroupMember, PhotoId } from "../../contract.ts";
import { escaped, pageOf } from "./page.ts";
import type { PageWords } from "./page-words.ts";

/** `pictureOf`: the address of a photo's picture, null where the page shows none. */
export function groupsPage(
  groups: readonly Group[],
  madeAtMs: number,
  pictureOf: (photo: PhotoId) => string | null,
  words: PageWords,
): string {
  const others = groups.reduce((sum, { members }) => sum + members.length - 1, 0);
  const bytes = groups.reduce((sum, { reclaimableBytes }) => sum + reclaimableBytes, 0);
  const [counted, photos] = [words.count(groups.length, "group"), words.count(others, "photo")];
  return pageOf({
    language: words.language,
    title: words.line("groups"),
    summary: words.line("groupsSummary", { groups: counted, photos, size: words.size(bytes), time: words.time(madeAtMs) }),
    body: groups.map((group, index) => sectionOf(group, index + 1, pictureOf, words)).join("\n"),
  });
}

function sectionOf(
  { kind, members, keeperReasons, reclaimableBytes }: Group,
  number: number,
  pictureOf: (photo: PhotoId) => string | null,
  words: PageWords,
): string {
  const rows = members.map((member) => {
    const reasons = member.relation === "keeper" ? keeperReasons : member.reasons;
    return rowOf(member, reasons.map(words.reason).join("; "), pictureOf(member.id), words);
  });
  const photos = words.count(members.length, "photo");
  const title = words.line("group", { number, kind: words.kind(kind), photos, size: words.size(reclaimableBytes) });
  const head = (key: "photo" | "what"): string => `<th scope="col">${words.line(key)}</th>`;
  const numberHead = (key: "sure" | "pixels" | "size"): string => `<th scope="col" class="number">${words.line(key)}</th>`;
  return `<section>
<h2>${title}</h2>
<table>
<thead><tr><th scope="col" class="picture"></th>${head("photo")}${head("what")}${numberHead("sure")}${numberHead("pixels")}${numberHead("size")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</section>`;
}

function rowOf(member: GroupMember, why: string, picture: string | null, words: PageWords): string {
  const isKeeper = member.relation === "keeper";
  const notes = [
    member.relation === "keeper" ? words.line("keep") : words.relation(member.relation),
    ...(member.protected ? [words.line("protected")] : []),
    ...(member.mark ? [words.line("marked", { mark: words.mark(member.mark) })] : []),
  ];
  return `<tr${isKeeper ? ' class="kept"' : ""}><td class="picture">${picture === null ? "" : `<img src="${picture}" alt="">`}</td><td>${escaped(member.path)}</td><td>${escaped(notes.join(", "))}${why === "" ? "" : `<br>${escaped(why)}`}</td><td class="number">${isKeeper ? "" : words.share(member.probability)}</td><td class="number">${member.width} × ${member.height}</td><td class="number">${words.size(member.sizeBytes)}</td></tr>`;
}
