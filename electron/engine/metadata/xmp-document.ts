/** The text of an XMP packet comes in; its properties go out as nodes to read and to change. */
import { DOMParser, type Document, type Element, type Node } from "@xmldom/xmldom";

export const namespaces = {
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  xmp: "http://ns.adobe.com/xap/1.0/",
  dc: "http://purl.org/dc/elements/1.1/",
  exif: "http://ns.adobe.com/exif/1.0/",
  photoshop: "http://ns.adobe.com/photoshop/1.0/",
  "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
  stDim: "http://ns.adobe.com/xap/1.0/sType/Dimensions#",
  stArea: "http://ns.adobe.com/xmp/sType/Area#",
  Iptc4xmpExt: "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
  xml: "http://www.w3.org/XML/1998/namespace",
} as const;
export type Prefix = keyof typeof namespaces;

export interface XmpDocument {
  readonly document: Document;
  /** What says something of the photo itself: RDF may spread it over several. */
  readonly descriptions: readonly Element[];
}

/** XMP stands in UTF-8; null where the bytes are none. A mark at the beginning is no text. */
export function xmpText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** null for what is no well-formed XMP, for a text that defines entities, and for one that calls itself other than UTF-8. */
export function parseXmp(text: string): XmpDocument | null {
  const encoding = /^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)/.exec(text)?.[1] ?? "utf-8";
  if (encoding.toLowerCase() !== "utf-8") return null;
  let document: Document;
  try {
    // Writers pad packets with zeros; a mark inside is the packet's own.
    document = new DOMParser({ onError: raise }).parseFromString(text.replace(/\0+\s*$/, ""), "text/xml");
  } catch {
    return null;
  }
  const [rdf] = document.doctype ? [] : [...document.getElementsByTagNameNS(namespaces.rdf, "RDF")];
  if (!rdf) return null;
  return { document, descriptions: elementsOf(rdf).filter((one) => isNamed(one, "rdf", "Description")) };
}

function raise(level: "error" | "fatalError" | "warning", message: string): void {
  if (level !== "warning") throw new SyntaxError(message);
}

export function elementsOf(node: Node): Element[] {
  return [...node.childNodes].filter((child): child is Element => child.nodeType === 1);
}

export function isNamed(element: Element, prefix: Prefix, name: string): boolean {
  return element.namespaceURI === namespaces[prefix] && element.localName === name;
}

/** A property's elements, in every description. */
export function propertyElements({ descriptions }: XmpDocument, prefix: Prefix, name: string): Element[] {
  return descriptions.flatMap(elementsOf).filter((one) => isNamed(one, prefix, name));
}

/** A simple property, which may stand as an attribute or as an element; trimmed, null where it is empty. */
export function simpleValue(xmp: XmpDocument, prefix: Prefix, name: string): string | null {
  const attributes = xmp.descriptions.map((one) => one.getAttributeNS(namespaces[prefix], name));
  const elements = propertyElements(xmp, prefix, name).map((one) => (elementsOf(one).length === 0 ? one.textContent : null));
  return [...attributes, ...elements].map((value) => value?.trim() ?? "").find((value) => value !== "") ?? null;
}

/** The items of a property that is an array: rdf:Bag, rdf:Seq or rdf:Alt. */
export function itemsOf(property: Element): Element[] {
  return elementsOf(property)
    .filter((one) => ["Bag", "Seq", "Alt"].some((name) => isNamed(one, "rdf", name)))
    .flatMap(elementsOf)
    .filter((one) => isNamed(one, "rdf", "li"));
}
