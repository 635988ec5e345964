/** The text of an XMP packet or side file comes in; the faces that it names, with their places, go out (MWG Guidelines 2.0, 5.9). */
import type { Element } from "@xmldom/xmldom";
import type { ShareBox } from "./orientation.ts";
import { elementsOf, isNamed, itemsOf, namespaces, type Prefix, parseXmp, propertyElements, type XmpDocument } from "./xmp-document.ts";

/** Somebody in the picture. */
export interface FaceRegion {
  readonly name: string;
  /** On the picture as it is stored, before it is turned upright. */
  readonly box: ShareBox;
}

/** One region as it stands in the document. */
export interface RegionElement {
  readonly item: Element;
  readonly type: string;
  readonly name: string;
  /** null where it cannot be understood. */
  readonly box: ShareBox | null;
}

/** None for what cannot be read as XMP. Unnamed faces, and whatever is no face, are left out. */
export function readRegions(text: string): FaceRegion[] {
  const xmp = parseXmp(text);
  if (!xmp) return [];
  return regionElements(xmp).flatMap(({ type, name, box }) => (type === "Face" && name !== "" && box ? [{ name, box }] : []));
}

export function regionElements(xmp: XmpDocument): RegionElement[] {
  const size = appliedTo(xmp);
  return regionLists(xmp)
    .flatMap(itemsOf)
    .map((item) => {
      const area = structOf(item, "mwg-rs", "Area");
      return { item, type: fieldOf(item, "mwg-rs", "Type"), name: fieldOf(item, "mwg-rs", "Name"), box: area ? boxOf(area, size) : null };
    });
}

export function regionLists(xmp: XmpDocument): Element[] {
  return propertyElements(xmp, "mwg-rs", "Regions").flatMap((regions) => structOf(regions, "mwg-rs", "RegionList") ?? []);
}

/** Pixels of the picture that the regions were drawn on; null where it is not said. */
export function appliedTo(xmp: XmpDocument): readonly [number, number] | null {
  const [size] = propertyElements(xmp, "mwg-rs", "Regions").flatMap((regions) => structOf(regions, "mwg-rs", "AppliedToDimensions") ?? []);
  if (!size) return null;
  const [width, height] = [numberOf(size, "stDim", "w"), numberOf(size, "stDim", "h")];
  return width > 0 && height > 0 ? [width, height] : null;
}

/** Areas are given by their middle. */
function boxOf(area: Element, size: readonly [number, number] | null): ShareBox | null {
  const [x, y, w, h, d] = (["x", "y", "w", "h", "d"] as const).map((name) => numberOf(area, "stArea", name)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const scale = fieldOf(area, "stArea", "unit") === "pixel" ? size : ([1, 1] as const);
  if (!scale) return null;
  const [width, height] = [w || d, h || d].map((side, at) => side / (scale[at] ?? 1)) as [number, number];
  const [left, top] = [x / scale[0] - width / 2, y / scale[1] - height / 2];
  const isSound =
    [left, top, width, height].every(Number.isFinite) &&
    width > 0 &&
    height > 0 &&
    left > -0.5 &&
    top > -0.5 &&
    left + width < 1.5 &&
    top + height < 1.5;
  return isSound ? [left, top, width, height] : null;
}

/** What holds the fields of a structure: the element itself, or the description inside it. */
function holdersOf(struct: Element): Element[] {
  return [struct, ...elementsOf(struct).filter((one) => isNamed(one, "rdf", "Description"))];
}

export function structOf(struct: Element, prefix: Prefix, name: string): Element | null {
  return (
    holdersOf(struct)
      .flatMap(elementsOf)
      .find((one) => isNamed(one, prefix, name)) ?? null
  );
}

/** A simple field, as an attribute or as an element; trimmed, "" where there is none. */
export function fieldOf(struct: Element, prefix: Prefix, name: string): string {
  const attribute = holdersOf(struct).map((holder) => holder.getAttributeNS(namespaces[prefix], name));
  return (attribute.find((value) => value) ?? structOf(struct, prefix, name)?.textContent ?? "").trim();
}

function numberOf(struct: Element, prefix: Prefix, name: string): number {
  const text = fieldOf(struct, prefix, name);
  return text === "" ? 0 : Number(text);
}
