/** A plan's photos come in; what each kept one would gain goes out to show, and after the moving is written into side files. */
import { basename, dirname, extname } from "node:path";
import type { FilePath, MetadataMerge, Relation } from "../contract.ts";
import { joined } from "./actions/holding-place.ts";
import { reasonOf } from "./actions/refusal.ts";
import { sideFilesOf } from "./actions/side-files.ts";
import { embedInto } from "./embed-metadata.ts";
import { createContentHasher } from "./hash/content-hash.ts";
import { type Embedded, readEmbedded } from "./media/describe.ts";
import { combine, type Gain, gainOf, lacking, nothing } from "./metadata/merge.ts";
import { xmpText } from "./metadata/xmp-document.ts";
import { readXmp } from "./metadata/xmp-read.ts";
import { writeXmp, XmpRefusal } from "./metadata/xmp-write.ts";
import type { Parts } from "./parts.ts";
import type { ActionFailure, ContentAt, Description, JournalEntry, Plan, PlannedSideFile, Receipt } from "./photo.ts";
import type { Wish } from "./review/wishes.ts";
import { isPhotoName } from "./scan/photo-names.ts";

/** One kept photo, and those that go for it. */
export interface PlannedMerge {
  readonly kept: ContentAt;
  readonly root: FilePath;
  readonly group: string;
  /** Of its side files the one to write a new version of; null where a new one is to be written. */
  readonly ownSideFile: FilePath | null;
  readonly givers: readonly { readonly path: FilePath; readonly isCopy: boolean; readonly sideFiles: readonly FilePath[] }[];
  /** Where only the time is to be gained. */
  readonly onlyTaken?: boolean;
  /** Into the photo itself, where that can be; else into a side file. */
  readonly embeds?: boolean;
  readonly isProtected?: boolean;
}

type Disk = Pick<Parts, "fileSystem">;
/** Where a file lies now that lay there when the plan was made. */
type Whereabouts = (path: FilePath) => FilePath;

/** Another exposure tells of the scene, and not of this picture; what is only similar tells nothing. */
const copies: ReadonlySet<Relation> = new Set(["identical", "same-pixels", "re-encoded", "rotated", "cropped", "edited"]);
const longestSideFileBytes = 2 ** 24;
const besideAlready = "A side file that is there counts before it.";

export function mergesOf(
  { fileSystem, store }: Pick<Parts, "fileSystem" | "store">,
  plan: Plan,
  wishes: readonly Wish[],
  rootOf: (path: FilePath) => FilePath,
  embeds = false,
): PlannedMerge[] {
  const going = new Set(plan.removals.map(({ path }) => path));
  const giving = wishes.filter(({ photo, relation }) => going.has(photo.path) && relation !== "similar");
  return [...Map.groupBy(giving, ({ kept }) => kept.path)].flatMap(([path, those]): PlannedMerge[] => {
    const [first] = those;
    if (!first) return [];
    const givers = those.map(({ photo, relation }) => {
      return { path: photo.path, isCopy: copies.has(relation), sideFiles: xmpBeside({ fileSystem }, photo.path).map((side) => side.path) };
    });
    const ownSideFile = xmpBeside({ fileSystem }, path).find(({ isOwn }) => isOwn)?.path ?? null;
    const kept = { path, hash: store.contents.hashOf(first.kept.content) };
    const into = embeds ? { embeds, isProtected: first.kept.protected } : {};
    return [{ kept, root: rootOf(path), group: first.group, ownSideFile, givers, ...into }];
  });
}

/** Reads, and touches nothing. Those that gain nothing are left out. */
export async function showMerges(disk: Disk, merges: readonly PlannedMerge[]): Promise<MetadataMerge[]> {
  const shown: MetadataMerge[] = [];
  for (const merge of merges) {
    const made = await makeSideFile(disk, merge, (path) => path, true);
    if (made.fields.length === 0 && made.obstacle === null) continue;
    const { target, fields, obstacle, sideFile, notEmbedded } = made;
    const beside = notEmbedded === undefined ? {} : { notEmbedded };
    shown.push({ kept: merge.kept.path, target, replaces: sideFile?.replaces != null, fields, obstacle, ...beside });
  }
  return shown;
}

/** After the plan's photos were moved: those that stayed give nothing. */
export async function writeMerges(
  { fileSystem, actions }: Pick<Parts, "fileSystem" | "actions">,
  merges: readonly PlannedMerge[],
  session: string,
  entries: readonly JournalEntry[],
  advance: () => void,
): Promise<Pick<Receipt, "done" | "failed">> {
  const held = new Map(
    entries.flatMap(({ state, removal, heldPath }) => (state === "moved" && heldPath !== null ? [[removal.path, heldPath]] : [])),
  );
  const done: JournalEntry[] = [];
  const failed: ActionFailure[] = [];
  for (const merge of merges) {
    const givers = merge.givers.filter(({ path }) => held.has(path));
    const made = givers.length > 0 ? await makeSideFile({ fileSystem }, { ...merge, givers }, (path) => held.get(path) ?? path) : null;
    if (made && made.obstacle !== null) failed.push({ path: made.target, reason: made.obstacle });
    if (made?.sideFile) {
      const receipt = await actions.write(session, [made.sideFile]);
      done.push(...receipt.done);
      failed.push(...receipt.failed);
    }
    advance();
  }
  return { done, failed };
}

function takenAlone({ gained, fields }: Gain): Gain {
  return { gained: { ...nothing, taken: gained.taken }, fields: fields.filter(({ field }) => field === "taken") };
}

export interface Made extends Pick<MetadataMerge, "target" | "fields" | "obstacle" | "notEmbedded"> {
  /** null where there is nothing to write, or an obstacle. Of the photo itself where its path is the photo's. */
  readonly sideFile: PlannedSideFile | null;
}

/** Reads, and touches nothing. `now` says where a giver lies that was moved; a plan leaves out what takes long. */
export async function makeSideFile(disk: Disk, merge: PlannedMerge, now: Whereabouts, isPlan = false): Promise<Made> {
  const { kept, root, group, ownSideFile, givers, onlyTaken = false, embeds = false } = merge;
  const sides = xmpBeside(disk, kept.path);
  const target = ownSideFile ?? `${kept.path}.xmp`;
  const without = (obstacle: string | null, fields: Gain["fields"] = []): Made => ({ target, fields, obstacle, sideFile: null });
  const given = [];
  for (const { path, isCopy, sideFiles } of givers)
    given.push({ path, isCopy, description: await giverDescription(disk, path, sideFiles, now) });
  let fields: Gain["fields"] = [];
  try {
    const read = [];
    for (const { path } of sides) read.push({ path, ...(await readSideFile(disk, path)) });
    const before = read.find(({ path }) => path === ownSideFile);
    const has = combine([...read.map(({ description }) => description), ...descriptionsOf(await readEmbedded(kept.path))]);
    const whole = gainOf(has, given);
    const gain = onlyTaken ? takenAlone(whole) : whole;
    fields = gain.fields;
    if (fields.length === 0) return without(null);
    if (!disk.fileSystem.mayWrite(dirname(target))) return without("Its folder is read-only.", fields);
    const { gained } = gain;
    const embedded = sides.length > 0 ? besideAlready : embeds ? await embedInto(disk, merge, { has, gained, isPlan }) : null;
    if (embeds && embedded !== null && typeof embedded !== "string")
      return { target: kept.path, fields, obstacle: null, sideFile: embedded };
    const beside = embeds && typeof embedded === "string" ? { notEmbedded: embedded } : {};
    // Programs that look into a side file first take its keywords for all: it must hold the photo's own as well.
    const isWordGained = gain.gained.keywords.length > 0;
    const keywords = isWordGained ? lacking(before?.description.keywords ?? [], [...has.keywords, ...gain.gained.keywords]) : [];
    const bytes = Buffer.from(writeXmp(before?.text ?? null, { ...gain.gained, keywords }));
    const hasher = createContentHasher();
    hasher.update(bytes);
    const replaces = before ? { hash: before.hash, identity: before.identity } : null;
    if (!before && disk.fileSystem.stat(target) !== null) return without("Something else stands in its place.", fields);
    const sideFile = { path: target, hash: hasher.digest(), bytes, group, kept, root, replaces };
    return { target, fields, obstacle: null, sideFile, ...beside };
  } catch (error) {
    const reason = error instanceof XmpRefusal || error instanceof RangeError ? error.message : reasonOf(error);
    if (reason === null) throw error;
    // What gives nothing anyway needs no word about what stands in its way.
    return without(given.some(({ description }) => saysAnything(description)) ? reason : null, fields);
  }
}

function saysAnything({ keywords, ...others }: Description): boolean {
  return keywords.length > 0 || Object.values(others).some((value) => value !== null);
}

/** What cannot be read gives nothing. */
async function giverDescription(disk: Disk, path: FilePath, sideFiles: readonly FilePath[], now: Whereabouts): Promise<Description> {
  const found: Description[] = [];
  for (const side of sideFiles) found.push(...(await orNothing(async () => [(await readSideFile(disk, now(side))).description])));
  found.push(...(await orNothing(async () => descriptionsOf(await readEmbedded(now(path))))));
  return combine(found);
}

async function orNothing(read: () => Promise<Description[]>): Promise<Description[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof XmpRefusal || error instanceof RangeError || reasonOf(error) !== null) return [];
    throw error;
  }
}

/** XMP counts before what it was made from. */
function descriptionsOf({ description, xmp }: Embedded): Description[] {
  const packet = xmp === null ? null : readXmp(xmp);
  return packet ? [packet, description] : [description];
}

/** "name.jpg.xmp" before "name.xmp"; one that another photo uses too is read, and not written to. */
export function xmpBeside({ fileSystem }: Disk, photo: FilePath): { readonly path: FilePath; readonly isOwn: boolean }[] {
  const folder = dirname(photo);
  let names: readonly string[] = [];
  try {
    names = fileSystem.names(folder);
  } catch (error) {
    if (reasonOf(error) === null) throw error;
  }
  return sideFilesOf(basename(photo), names, isPhotoName)
    .filter(({ name }) => extname(name).toLowerCase() === ".xmp")
    .map(({ name, owners }) => ({ path: joined(folder, name), isOwn: owners.length === 1 }))
    .sort((one, other) => other.path.length - one.path.length);
}

/** Throws the system's errors, and an XmpRefusal for what is no XMP. */
export async function readSideFile({ fileSystem }: Disk, path: FilePath) {
  if ((fileSystem.stat(path)?.sizeBytes ?? 0) > longestSideFileBytes) throw new XmpRefusal("The side file that is there is too large.");
  const hasher = createContentHasher();
  const chunks: Buffer[] = [];
  const { device, inode, sizeBytes, modifiedAtNs } = await fileSystem.read(path, (chunk) => {
    hasher.update(chunk);
    chunks.push(Buffer.from(chunk));
  });
  const text = xmpText(Buffer.concat(chunks));
  const description = text === null ? null : readXmp(text);
  if (text === null || description === null) throw new XmpRefusal("The side file that is there cannot be read as XMP.");
  return { text, description, hash: hasher.digest(), identity: { device, inode, sizeBytes, modifiedAtNs } };
}
