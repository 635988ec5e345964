/** What should go and what is kept for it come in; a plan goes out, after a look at the disk. Nothing is touched. */
import { dirname } from "node:path";
import type { FilePath } from "../../contract.ts";
import type { ContentAt, Plan, PlanNotice, PlanNoticeCode, PlannedRemoval } from "../photo.ts";
import { type FileFacts, type FileSystem, isSameFile } from "./file-system.ts";
import type { ContentHasher } from "./look.ts";
import { planSideFiles } from "./plan-side-files.ts";
import { reasonOf } from "./refusal.ts";

/** One photo that a person, or a rule, decided to remove. */
export interface RemovalRequest extends ContentAt {
  /** As the library has them. */
  readonly sizeBytes: number;
  readonly modifiedAtNs: bigint;
  /** The scanned folder that it was found in. */
  readonly root: FilePath;
  readonly protected: boolean;
  readonly group: string;
  readonly kept: ContentAt;
}

export interface PlanOptions {
  readonly fileSystem: FileSystem;
  /** SHA-256, as the library's content hashes: for side files and those beside the kept photo, the only files read. */
  readonly createHasher: () => ContentHasher;
  /** Whether a name is a photo's. */
  readonly isPhotoName: (name: string) => boolean;
  /** Where the library knows files of a content to lie. */
  readonly pathsOf: (hash: Uint8Array) => readonly FilePath[];
}

/** A request that passed, with what the disk says. */
export interface Accepted {
  readonly request: RemovalRequest;
  readonly facts: FileFacts;
  readonly kept: FileFacts;
}

const texts: Readonly<Record<PlanNoticeCode, string>> = {
  protected: "It lies in a protected folder.",
  vanished: "It is not there any more. Scan again.",
  "not-a-file": "A link or something else that is not a file stands there now.",
  changed: "It has changed since it was read. Scan again.",
  unreadable: "The system does not let it be looked at.",
  "read-only-folder": "Its folder is read-only.",
  "kept-gone": "The photo kept for it is not there any more. Scan again.",
  "kept-changed": "Where the photo kept for it was, there is no file now. Scan again.",
  "kept-is-going": "The photo kept for it is to be removed as well.",
  "same-file-as-kept": "It is the kept photo itself, reached by another path.",
  "last-copy": "The kept photo is another version: no other file with exactly these bytes stays.",
  "kept-on-other-volume": "The photo kept for it lies on another volume, which may be taken away.",
  "hard-link": "Other names of this same file stay, so removing it frees nothing.",
  "shared-blocks": "Other files hold some of its blocks too, and those come free only with the last of them.",
  "shared-blocks-possible": "On this file system copies can share their space, so less may come free than is said here.",
  "network-volume":
    "It lies on a network volume, which may keep the last steps in memory: should the server fail, undo finds the files all the same.",
  "side-file-without-copy": "It goes with its photo, and beside the kept photo there is none like it.",
  "side-file-stays": "It stays.",
};

export function notice(path: FilePath, code: PlanNoticeCode, text: string = texts[code]): PlanNotice {
  return { path, code, text };
}

/** Of several requests for one path, the first counts. Each photo's side files follow it. */
export async function planRemovals(requests: readonly RemovalRequest[], options: PlanOptions): Promise<Plan> {
  const refused: PlanNotice[] = [];
  const passed = [...new Map(requests.toReversed().map((request) => [request.path, request])).values()].toReversed().flatMap((request) => {
    const result = look(request, options.fileSystem);
    if (typeof result === "object") return [result];
    refused.push(notice(request.path, result));
    return [];
  });
  const isKeptGoing = keptGoing(passed);
  const accepted = passed.filter((one) => {
    if (!isKeptGoing(one)) return true;
    refused.push(notice(one.request.path, "kept-is-going"));
    return false;
  });

  const going = new Set(accepted.map(({ request }) => request.path));
  const sides = await planSideFiles(accepted, going, options);
  const removals = accepted.flatMap((one) => [removalOf(one), ...(sides.removals.get(one.request.path) ?? [])]);
  const files = [...accepted.map(({ facts }) => facts), ...sides.facts.values()];
  const namesGoing = countNames(files);
  const shared = await sharedBlocks([...accepted.map(({ request, facts }) => [request.path, facts] as const), ...sides.facts], options);
  return {
    removals,
    copies: [],
    refused,
    warnings: [
      ...accepted.flatMap((one) => warningsOf(one, going, namesGoing, options)),
      ...volumeWarnings(accepted, shared, options),
      ...accepted.flatMap(({ request: { path }, facts }) => (shared.bytesOf(facts) > 0 ? [notice(path, "shared-blocks")] : [])),
      ...sides.notices,
    ],
    totalBytes: removals.reduce((sum, { identity }) => sum + identity.sizeBytes, 0),
    freedBytes: freedBytes(files, namesGoing, shared),
  };
}

function look(request: RemovalRequest, fileSystem: FileSystem): Accepted | PlanNoticeCode {
  if (request.protected) return "protected";
  try {
    const facts = fileSystem.stat(request.path);
    if (facts === null) return "vanished";
    if (facts.kind !== "file") return "not-a-file";
    if (facts.sizeBytes !== request.sizeBytes || facts.modifiedAtNs !== request.modifiedAtNs) return "changed";
    if (!fileSystem.mayWrite(dirname(request.path))) return "read-only-folder";
    const kept = fileSystem.stat(request.kept.path);
    if (kept === null) return "kept-gone";
    if (kept.kind !== "file") return "kept-changed";
    if (request.kept.path === request.path || (isSameFile(kept, facts) && facts.links === 1)) return "same-file-as-kept";
    return { request, facts, kept };
  } catch (error) {
    if (reasonOf(error) === null) throw error;
    return "unreadable";
  }
}

/** Also where the kept photo is reached by another path than the request that removes it. */
function keptGoing(passed: readonly Accepted[]): (one: Accepted) => boolean {
  const paths = new Set(passed.map(({ request }) => request.path));
  const files = new Set(passed.map(({ facts }) => fileKey(facts)));
  return ({ request, kept }) => paths.has(request.kept.path) || (kept.links === 1 && files.has(fileKey(kept)));
}

function removalOf({ request, facts }: Accepted): PlannedRemoval {
  const { path, hash, group, kept, root } = request;
  const { device, inode, sizeBytes, modifiedAtNs } = facts;
  return { path, hash, identity: { device, inode, sizeBytes, modifiedAtNs }, group, kept, root, companionOf: null };
}

function warningsOf(
  { request, facts, kept }: Accepted,
  going: ReadonlySet<FilePath>,
  namesGoing: NamesGoing,
  { pathsOf }: PlanOptions,
): PlanNotice[] {
  const { path, hash } = request;
  const isSameContent = Buffer.compare(hash, request.kept.hash) === 0;
  const codes: PlanNoticeCode[] = [];
  if (!isSameContent && pathsOf(hash).every((other) => going.has(other))) codes.push("last-copy");
  if (kept.device !== facts.device) codes.push("kept-on-other-volume");
  if (facts.links > 1 && namesGoing(facts) < facts.links) codes.push("hard-link");
  return codes.map((code) => notice(path, code));
}

type NamesGoing = (facts: FileFacts) => number;

/** Once a volume, at the first file of it. */
function volumeWarnings(accepted: readonly Accepted[], shared: SharedBlocks, { fileSystem }: PlanOptions): PlanNotice[] {
  const volumes = new Map(accepted.toReversed().map(({ request, facts }) => [facts.device, request.path]));
  return [...volumes]
    .toReversed()
    .flatMap(([device, path]) => [
      ...(fileSystem.volume(dirname(path)).network ? [notice(path, "network-volume")] : []),
      ...(shared.unknownOn.has(device) ? [notice(path, "shared-blocks-possible")] : []),
    ]);
}

interface SharedBlocks {
  /** Of a file that goes, the bytes that other files hold too; 0 where that is not known. */
  bytesOf(facts: FileFacts): number;
  /** Volumes that can share blocks and do not say of each file how many. */
  readonly unknownOn: ReadonlySet<bigint>;
}

/** Asked of the system file by file, some at once. */
const askedTogether = 8;

async function sharedBlocks(files: readonly (readonly [FilePath, FileFacts])[], { fileSystem }: PlanOptions): Promise<SharedBlocks> {
  const bytes = new Map<string, number>();
  const unknownOn = new Set<bigint>();
  const sharing = new Map(
    [...new Map(files.map(([path, { device }]) => [device, path]))].map(([device, path]) => [
      device,
      fileSystem.volume(dirname(path)).sharesBlocks,
    ]),
  );
  const asked = files.filter(([, { device }]) => sharing.get(device));
  for (let start = 0; start < asked.length; start += askedTogether)
    await Promise.all(
      asked.slice(start, start + askedTogether).map(async ([path, facts]) => {
        const shared = await fileSystem.sharedBytes(path);
        if (shared === null) unknownOn.add(facts.device);
        else bytes.set(fileKey(facts), shared);
      }),
    );
  return { bytesOf: (facts) => bytes.get(fileKey(facts)) ?? 0, unknownOn };
}

/** A file comes free when its last name goes, and of it what no other file holds. Whether all that hold a block go, the system does not say. */
function freedBytes(files: readonly FileFacts[], namesGoing: NamesGoing, shared: SharedBlocks): number {
  const byFile = new Map(files.map((facts) => [fileKey(facts), facts]));
  return [...byFile.values()]
    .filter((facts) => namesGoing(facts) >= facts.links)
    .reduce((sum, facts) => sum + facts.sizeBytes - shared.bytesOf(facts), 0);
}

function countNames(files: readonly FileFacts[]): NamesGoing {
  const counts = new Map<string, number>();
  for (const facts of files) counts.set(fileKey(facts), (counts.get(fileKey(facts)) ?? 0) + 1);
  return (facts) => counts.get(fileKey(facts)) ?? 0;
}

const fileKey = ({ device, inode }: FileFacts): string => `${device}:${inode}`;
