/** What a photo is to gain, and the XMP side file that it has, come in; the text of the new side file goes out, all else kept. */
import { type Element, type Node, XMLSerializer } from "@xmldom/xmldom";
import type { Description } from "../photo.ts";
import { elementsOf, isNamed, namespaces, type Prefix, parseXmp, propertyElements, type XmpDocument } from "./xmp-document.ts";

/** The side file that is there cannot take it up; the message is for the person. */
export class XmpRefusal extends Error {}

/** A packet that says nothing yet. */
export const emptyXmp = `<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="${namespaces.rdf}">
  <rdf:Description rdf:about="" xmlns:xmp="${namespaces.xmp}" xmlns:dc="${namespaces.dc}" xmlns:exif="${namespaces.exif}">
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`;

/**
 * Each value of `gained` that is not null takes the property's place; keywords come after those that are there. Throws XmpRefusal.
 * Forms: XMP Specification Part 1, 7 (arrays, language alternatives), Part 2 (GPSCoordinate, Date).
 */
export function writeXmp(existing: string | null, gained: Description): string {
  const xmp = parseXmp(existing ?? emptyXmp);
  const [target] = xmp?.descriptions ?? [];
  if (!xmp || !target) throw new XmpRefusal("The side file that is there cannot be read as XMP.");
  const { rating, keywords, title, description, place, taken } = gained;
  if (rating !== null) setSimple(xmp, target, "xmp", "Rating", String(rating));
  if (keywords.length > 0) addKeywords(xmp, target, keywords);
  if (title !== null) setAlternative(xmp, target, "title", title);
  if (description !== null) setAlternative(xmp, target, "description", description);
  if (place !== null) {
    setSimple(xmp, target, "exif", "GPSLatitude", coordinate(place.latitude, "N", "S"));
    setSimple(xmp, target, "exif", "GPSLongitude", coordinate(place.longitude, "E", "W"));
  }
  if (taken !== null) setSimple(xmp, target, "exif", "DateTimeOriginal", taken);
  // What follows the last element is in no document.
  return `${new XMLSerializer().serializeToString(xmp.document).trimEnd()}\n`;
}

/** Degrees, then minutes to the ten thousandth: finer than two decimetres. */
export function coordinate(degrees: number, positive: string, negative: string): string {
  const tenThousandths = Math.round(Math.abs(degrees) * 60 * 10_000);
  const minutes = tenThousandths % 600_000;
  return `${Math.floor(tenThousandths / 600_000)},${(minutes / 10_000).toFixed(4)}${degrees < 0 ? negative : positive}`;
}

function setSimple(xmp: XmpDocument, target: Element, prefix: Prefix, name: string, value: string): void {
  drop(xmp, prefix, name);
  append(target, prefix, name, value);
}

function setAlternative(xmp: XmpDocument, target: Element, name: string, value: string): void {
  drop(xmp, "dc", name);
  const items = append(append(target, "dc", name), "rdf", "Alt");
  const item = append(items, "rdf", "li", value);
  item.setAttributeNS(namespaces.xml, "xml:lang", "x-default");
}

function addKeywords(xmp: XmpDocument, target: Element, keywords: readonly string[]): void {
  const [property] = propertyElements(xmp, "dc", "subject");
  const [array, ...others] = property ? elementsOf(property) : [];
  const isArray = array && others.length === 0 && (isNamed(array, "rdf", "Bag") || isNamed(array, "rdf", "Seq"));
  if (property && (property.textContent ?? "").trim() !== "" && !isArray)
    throw new XmpRefusal("The side file that is there holds its keywords in an unusual form.");
  if (property && !isArray) drop(xmp, "dc", "subject");
  const items = property && isArray ? array : append(append(target, "dc", "subject"), "rdf", "Bag");
  for (const keyword of keywords.filter((one) => written(one).trim() !== "")) append(items, "rdf", "li", keyword);
}

/** On a line of its own, indented by its depth. */
export function append(parent: Element, prefix: Prefix, name: string, text?: string): Element {
  const document = parent.ownerDocument;
  if (!document) throw new TypeError("An element without a document.");
  const element = document.createElementNS(namespaces[prefix], `${prefix}:${name}`);
  if (text !== undefined) element.appendChild(document.createTextNode(written(text)));
  const depth = depthOf(parent);
  const last = parent.lastChild;
  if (last?.nodeType === 3 && (last.nodeValue ?? "").trim() === "") parent.removeChild(last);
  parent.appendChild(document.createTextNode(`\n${" ".repeat(depth + 1)}`));
  parent.appendChild(element);
  parent.appendChild(document.createTextNode(`\n${" ".repeat(depth)}`));
  return element;
}

function depthOf(node: Node): number {
  let depth = 0;
  for (let at = node.parentNode; at && at.nodeType === 1; at = at.parentNode) depth += 1;
  return depth;
}

function drop(xmp: XmpDocument, prefix: Prefix, name: string): void {
  for (const one of xmp.descriptions) one.removeAttributeNS(namespaces[prefix], name);
  for (const one of propertyElements(xmp, prefix, name)) one.parentNode?.removeChild(one);
}

/** XML 1.0 has no place for most control characters and for halves of characters. */
function written(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
}
