/** Named faces and the side file that there is come in; its text with them goes out, all else kept (MWG Guidelines 2.0, 5.9). */
import { type Element, XMLSerializer } from "@xmldom/xmldom";
import type { ShareBox } from "./orientation.ts";
import { type FaceRegion, type RegionElement, regionElements, regionLists, structOf } from "./regions-read.ts";
import { elementsOf, isNamed, namespaces, parseXmp, propertyElements, type XmpDocument } from "./xmp-document.ts";
import { append, emptyXmp, XmpRefusal } from "./xmp-write.ts";

/** Of the picture as it is stored. */
export interface StoredSize {
  readonly width: number;
  readonly height: number;
}

/** From here on a region of the file and a face are one. */
const sameOverlap = 0.4;
const decimals = 6;

/**
 * null where the file says all of it already. A face that is there in the same place takes the name; whatever else stands there stays.
 * Throws XmpRefusal.
 */
export function writeRegions(existing: string | null, faces: readonly FaceRegion[], size: StoredSize): string | null {
  const xmp = parseXmp(existing ?? emptyXmp);
  const [target] = xmp?.descriptions ?? [];
  if (!xmp || !target) throw new XmpRefusal("The side file that is there cannot be read as XMP.");
  declare(target);
  let changed = false;
  const there = regionElements(xmp);
  if (
    there.length === 0 &&
    propertyElements(xmp, "mwg-rs", "Regions").some((one) => elementsOf(one).length > 0) &&
    regionLists(xmp).length === 0
  )
    throw new XmpRefusal("The side file that is there holds its regions in an unusual form.");
  const taken = new Set<RegionElement>();
  const outdated = new Set<string>();
  for (const { name, box } of faces) {
    const same = nearest(
      there.filter((one) => one.type === "Face" && !taken.has(one)),
      box,
    );
    if (same) taken.add(same);
    if (same?.name === name) continue;
    changed = true;
    if (same) {
      outdated.add(same.name);
      rename(same.item, name);
    } else addRegion(listOf(xmp, target, size), name, box);
  }
  for (const { name } of regionElements(xmp)) outdated.delete(name);
  changed = setNames(xmp, target, faces, outdated) || changed;
  // What follows the last element is in no document.
  return changed ? `${new XMLSerializer().serializeToString(xmp.document).trimEnd()}\n` : null;
}

/** Once for all: else each element would bring its namespace along. */
function declare(target: Element): void {
  for (const prefix of ["mwg-rs", "stDim", "stArea", "Iptc4xmpExt"] as const)
    if (!target.lookupPrefix(namespaces[prefix]))
      target.setAttributeNS("http://www.w3.org/2000/xmlns/", `xmlns:${prefix}`, namespaces[prefix]);
}

function nearest(regions: readonly RegionElement[], box: ShareBox): RegionElement | null {
  let [best, most]: [RegionElement | null, number] = [null, sameOverlap];
  for (const region of regions) {
    const overlap = region.box ? overlapOf(region.box, box) : 0;
    if (overlap >= most) [best, most] = [region, overlap];
  }
  return best;
}

function overlapOf(one: ShareBox, other: ShareBox): number {
  const width = Math.min(one[0] + one[2], other[0] + other[2]) - Math.max(one[0], other[0]);
  const height = Math.min(one[1] + one[3], other[1] + other[3]) - Math.max(one[1], other[1]);
  const both = Math.max(0, width) * Math.max(0, height);
  return both / (one[2] * one[3] + other[2] * other[3] - both);
}

function rename(item: Element, name: string): void {
  for (const holder of [item, ...elementsOf(item).filter((one) => isNamed(one, "rdf", "Description"))]) {
    holder.removeAttributeNS(namespaces["mwg-rs"], "Name");
    for (const one of elementsOf(holder).filter((element) => isNamed(element, "mwg-rs", "Name"))) holder.removeChild(one);
  }
  const holder = elementsOf(item).find((one) => isNamed(one, "rdf", "Description")) ?? item;
  append(holder, "mwg-rs", "Name", name);
}

/** The array of regions, made with what they apply to where there is none. */
function listOf(xmp: XmpDocument, target: Element, { width, height }: StoredSize): Element {
  const isArray = (one: Element): boolean => ["Bag", "Seq", "Alt"].some((name) => isNamed(one, "rdf", name));
  const array = regionLists(xmp).flatMap(elementsOf).find(isArray);
  if (array) return array;
  const [known] = propertyElements(xmp, "mwg-rs", "Regions");
  const regions = known ?? struct(append(target, "mwg-rs", "Regions"));
  if (!structOf(regions, "mwg-rs", "AppliedToDimensions")) {
    const size = struct(append(regions, "mwg-rs", "AppliedToDimensions"));
    append(size, "stDim", "w", String(width));
    append(size, "stDim", "h", String(height));
    append(size, "stDim", "unit", "pixel");
  }
  return append(structOf(regions, "mwg-rs", "RegionList") ?? append(regions, "mwg-rs", "RegionList"), "rdf", "Bag");
}

function addRegion(list: Element, name: string, [left, top, width, height]: ShareBox): void {
  const region = struct(append(list, "rdf", "li"));
  append(region, "mwg-rs", "Name", name);
  append(region, "mwg-rs", "Type", "Face");
  const area = struct(append(region, "mwg-rs", "Area"));
  const numbers = { x: left + width / 2, y: top + height / 2, w: width, h: height };
  for (const [field, value] of Object.entries(numbers)) append(area, "stArea", field, value.toFixed(decimals));
  append(area, "stArea", "unit", "normalized");
}

function struct(element: Element): Element {
  element.setAttributeNS(namespaces.rdf, "rdf:parseType", "Resource");
  return element;
}

/** IPTC Extension's list of who is shown: what programs without regions read. Names that no region has any more go. */
function setNames(xmp: XmpDocument, target: Element, faces: readonly FaceRegion[], outdated: ReadonlySet<string>): boolean {
  const [property] = propertyElements(xmp, "Iptc4xmpExt", "PersonInImage");
  const [array] = property ? elementsOf(property) : [];
  for (const one of array ? elementsOf(array) : []) if (outdated.has(one.textContent?.trim() ?? "")) array?.removeChild(one);
  const there = new Set((array ? elementsOf(array) : []).map((one) => one.textContent?.trim()));
  const lacking = [...new Set(faces.map(({ name }) => name))].filter((name) => !there.has(name));
  if (lacking.length === 0) return false;
  const items = array ?? append(property ?? append(target, "Iptc4xmpExt", "PersonInImage"), "rdf", "Bag");
  for (const name of lacking) append(items, "rdf", "li", name);
  return true;
}
