/** Photos with XMP, inside or beside them, come in; the names that it gives to faces are said of the faces that were found there. */
import { basename, dirname, extname } from "node:path";
import type { PersonId } from "../contract/people.ts";
import type { FilePath } from "../contract.ts";
import type { FileFacts, FileSystem } from "./actions/file-system.ts";
import { joined } from "./actions/holding-place.ts";
import { reasonOf } from "./actions/refusal.ts";
import { sideFilesOf } from "./actions/side-files.ts";
import { nearestFace } from "./face-words.ts";
import { readEmbedded } from "./media/describe.ts";
import { readSideFile } from "./merge-metadata.ts";
import { orientationOf, uprightBox } from "./metadata/orientation.ts";
import { type FaceRegion, readRegions } from "./metadata/regions-read.ts";
import { XmpRefusal } from "./metadata/xmp-write.ts";
import type { Parts } from "./parts.ts";
import type { ContentId, Recipe } from "./photo.ts";
import { cleanName, counted, createSay, named, note, type SayingOptions, type Telling } from "./saying.ts";
import { isPhotoName } from "./scan/photo-names.ts";
import type { StoredPhoto } from "./store/photos.ts";

/** What files say of one photo; boxes on the upright picture. */
interface Told {
  readonly content: ContentId;
  readonly regions: readonly FaceRegion[];
}
interface SideFile {
  readonly path: FilePath;
  readonly facts: FileFacts;
}

/**
 * Only of photos that were looked at for faces. What the person said of a face stands before what a file says.
 * @param inside contents whose own bytes were seen to name regions. Side files are read where they are new or changed.
 * @returns how many faces were named.
 */
export async function readNames(parts: Parts, recipe: Recipe, options: SayingOptions, inside: ReadonlySet<ContentId>): Promise<number> {
  const { store, fileSystem } = parts;
  const sidesOf = createSideFinder(fileSystem);
  const told: Told[] = [];
  const read: SideFile[] = [];
  for (const photo of store.photos.all()) {
    const sides = sidesOf(photo.path).filter(({ path, facts }) => !store.sideFilesRead.has(path, facts));
    if ((sides.length === 0 && !inside.has(photo.content)) || !store.faces.hasLooked(photo.content, recipe)) continue;
    const regions = await regionsOf(parts, photo, inside.has(photo.content), sides);
    if (regions.length > 0) told.push({ content: photo.content, regions });
    read.push(...sides);
  }
  const faces = told.length > 0 ? sayNames(parts, options, told) : 0;
  store.write(() => {
    for (const { path, facts } of read) store.sideFilesRead.put(path, facts);
  });
  return faces;
}

/** Each folder is listed once, and photos without a name of their own among its side files cost nothing. */
function createSideFinder(fileSystem: FileSystem): (photo: FilePath) => SideFile[] {
  const folders = new Map<FilePath, { readonly names: readonly string[]; readonly stems: ReadonlySet<string> }>();
  function list(folder: FilePath) {
    let names: readonly string[] = [];
    try {
      names = fileSystem.names(folder);
    } catch (error) {
      if (reasonOf(error) === null) throw error;
    }
    const sides = names.filter((name) => extname(name).toLowerCase() === ".xmp");
    const found = { names, stems: new Set(sides.map((name) => name.slice(0, -4))) };
    folders.set(folder, found);
    return found;
  }
  return (photo) => {
    const [folder, name] = [dirname(photo), basename(photo)];
    const { names, stems } = folders.get(folder) ?? list(folder);
    if (!stems.has(name) && !stems.has(name.slice(0, name.length - extname(name).length))) return [];
    return sideFilesOf(name, names, isPhotoName)
      .filter((side) => extname(side.name).toLowerCase() === ".xmp")
      .flatMap((side) => {
        const path = joined(folder, side.name);
        const facts = fileSystem.stat(path);
        return facts ? [{ path, facts }] : [];
      });
  };
}

/** What cannot be read says nothing. */
async function regionsOf({ fileSystem }: Parts, photo: StoredPhoto, isInside: boolean, sides: readonly SideFile[]): Promise<FaceRegion[]> {
  try {
    const { xmp, orientation } = await readEmbedded(photo.path);
    const texts = isInside && xmp !== null ? [xmp] : [];
    for (const { path } of sides) texts.push((await readSideFile({ fileSystem }, path)).text);
    const turn = orientationOf(orientation);
    return texts.flatMap(readRegions).map(({ name, box }) => ({ name, box: uprightBox(box, turn) }));
  } catch (error) {
    if (error instanceof XmpRefusal || error instanceof RangeError || reasonOf(error) !== null) return [];
    throw error;
  }
}

function sayNames(parts: Parts, options: SayingOptions, told: readonly Told[]): number {
  const wanted = wantedNames(options, told);
  if (wanted.length === 0) return 0;
  createSay(
    parts,
    options,
  )((telling) => {
    const people = new Map<string, PersonId>();
    for (const { face, name } of wanted) telling.binding.bind(face, personNamed(telling, people, name), "file");
    return note("read", `Read the names of ${counted(wanted.length)} from files.`, { faces: wanted.length }, null);
  });
  return wanted.length;
}

function wantedNames({ views }: SayingOptions, told: readonly Told[]) {
  const view = views.get();
  return told.flatMap(({ content, regions }) => {
    const free = view.facesOf(content).filter(({ word }) => word === null || word.word.source === "group");
    return regions.flatMap(({ name, box }) => {
      const face = nearestFace(free, box);
      const clean = nameOrNull(name);
      if (!face || clean === null) return [];
      const known = named(view, clean);
      return known !== null && (face.not.has(known) || face.person === known) ? [] : [{ face, name: clean }];
    });
  });
}

/** @throws nothing: a name too long is none. */
function nameOrNull(name: string): string | null {
  try {
    return cleanName(name);
  } catch {
    return null;
  }
}

function personNamed({ view, binding, edit }: Telling, people: Map<string, PersonId>, name: string): PersonId {
  const key = name.toLowerCase();
  const met = people.get(key);
  if (met !== undefined) return met;
  const known = named(view, name);
  const person = known === null ? edit.newPerson(name) : binding.keep(known).id;
  people.set(key, person);
  return person;
}
