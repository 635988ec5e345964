/** Two compared folders and what the person asks of them come in; what goes from B for what of A, what is to be copied, and what stays and why, goes out. Pure. */
import { type FolderActRequest, removableRelations } from "../contract/folders.ts";
import type { CleanupNotice, CleanupNoticeCode, Relation } from "../contract.ts";
import { usualProbability } from "./decisions.ts";
import type { ComparedFolders } from "./folder-queries.ts";
import type { Wish } from "./review/wishes.ts";
import { photoAt } from "./snapshot.ts";
import type { StoredPhoto } from "./store/photos.ts";

export interface FolderWishes {
  /** Of B, each with the photo of A that stays for it. */
  readonly removals: readonly Wish[];
  /** Of B; each content once. */
  readonly copies: readonly StoredPhoto[];
  /** Of B: further files of those contents, by the first. */
  readonly twins: ReadonlyMap<StoredPhoto, readonly StoredPhoto[]>;
  readonly declined: readonly CleanupNotice[];
}

const otherVersion = "It is another version of the photo that would stay for it: cropped, edited or not the same surely enough.";

export function folderWishes(compared: ComparedFolders, request: FolderActRequest): FolderWishes {
  const { act, photos: wanted, relations = removableRelations, minProbability = usualProbability } = request;
  const allowed: ReadonlySet<Relation> = new Set(relations);
  const least = Math.max(usualProbability, minProbability);
  const only = wanted && new Set(wanted);
  const removals: Wish[] = [];
  const declined: CleanupNotice[] = [];
  const toCopy = new Map<number, StoredPhoto[]>();
  const copy = (photo: StoredPhoto): void => {
    const same = toCopy.get(photo.content);
    if (same) same.push(photo);
    else toCopy.set(photo.content, [photo]);
  };
  const decline = ({ path }: StoredPhoto, code: CleanupNoticeCode, text: string): void => {
    declined.push({ path, code, text });
  };

  for (const index of compared.inB) {
    const photo = photoAt(compared.photos, index);
    if (only && !only.has(photo.id)) continue;
    const partners = compared.copiesOf(index);
    if (partners.length === 0) {
      if (act !== "remove") copy(photo);
      continue;
    }
    if (act === "bring") continue;
    const fitting = partners.filter(({ relation, probability }) => allowed.has(relation) && probability >= least);
    const stays = fitting.find((partner) => compared.versions(index, partner.index).better !== "one");
    if (stays) {
      const kept = photoAt(compared.photos, stays.index);
      const { relation, probability } = stays;
      removals.push({ photo, kept, relation, probability, group: `photo-${kept.id}` });
    } else if (act === "merge") copy(photo);
    else if (fitting[0]) {
      const [reason] = compared.versions(index, fitting[0].index).reasons;
      decline(photo, "better-version", `It is better than the photo that would stay for it: ${reason?.text ?? "in quality"}.`);
    } else decline(photo, "other-version", otherVersion);
  }
  const firsts = [...toCopy.values()].flatMap(([first, ...others]) => (first ? [[first, others] as const] : []));
  return { removals, copies: firsts.map(([first]) => first), twins: new Map(firsts), declined };
}
