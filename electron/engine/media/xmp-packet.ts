/** A JPEG's bytes and the text of an XMP packet come in; the same JPEG with that packet, or why it cannot be, goes out. Pure. */
import { xmpMark } from "./jpeg-header.ts";

/** Where a JPEG's parts lie. */
interface Segment {
  readonly kind: number;
  /** Of its marker. */
  readonly from: number;
  /** After its last byte. */
  readonly to: number;
}

export interface XmpPlace {
  /** Offsets of the segment that holds the packet; both the same where there is none yet. */
  readonly from: number;
  readonly to: number;
  /** The packet that is there, without the mark before it. */
  readonly packet: Buffer | null;
}

export type WithPacket = { readonly bytes: Buffer; readonly refusal: null } | { readonly bytes: null; readonly refusal: string };

const marker = { startOfImage: 0xd8, endOfImage: 0xd9, startOfScan: 0xda, app0: 0xe0, app1: 0xe1, app2: 0xe2, app11: 0xeb } as const;
const extensionMark = "http://ns.adobe.com/xmp/extension/\0";
/** XMP Specification Part 3, 1.1.3: what one segment holds of a packet. */
export const longestPacketBytes = 65_502;
/** Packets that tell of bytes elsewhere in the file, by their length or their hash. */
const tellsOfOthers = /HasExtendedXMP|MicroVideo|MotionPhoto|Container:Directory|GContainer|hdrgm:|HDRGainMap/;
const opening = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n';
const closing = '<?xpacket end="w"?>';

/** Where the packet is, or would be put: after JFIF and EXIF. A string says why nothing may be changed. */
export function xmpPlace(bytes: Buffer): XmpPlace | string {
  const segments = segmentsOf(bytes);
  if (segments === null) return "Its parts do not hold together as a JPEG's should.";
  if (segments.at(-1)?.to !== bytes.length) return "Something follows its picture, whose place must not change.";
  const begins = ({ kind, from, to }: Segment, wanted: number, text: string): boolean =>
    kind === wanted && to - from >= 4 + text.length && bytes.toString("latin1", from + 4, from + 4 + text.length) === text;
  if (segments.some((one) => begins(one, marker.app2, "MPF\0"))) return "It holds several pictures, whose places must not change.";
  if (segments.some((one) => begins(one, marker.app11, "JP"))) return "It holds content credentials, which a change would break.";
  if (segments.some((one) => begins(one, marker.app1, extensionMark))) return "It holds more XMP than fits into one packet.";
  const packets = segments.filter((one) => begins(one, marker.app1, xmpMark));
  if (packets.length > 1) return "It holds several XMP packets.";
  const [there] = packets;
  const packet = there ? bytes.subarray(there.from + 4 + xmpMark.length, there.to) : null;
  if (packet !== null && tellsOfOthers.test(packet.toString("latin1")))
    return "Its XMP tells of other parts of the file, whose places must not change.";
  const isBefore = (one: Segment): boolean => one.kind === marker.app0 || begins(one, marker.app1, "Exif\0");
  const free = segments.find((one) => !isBefore(one))?.from ?? 2;
  const { from, to } = there ?? { from: free, to: free };
  return { from, to, packet };
}

/** All bytes but the packet's segment stay as they are and in their order. */
export function withXmpPacket(bytes: Buffer, xmp: string): WithPacket {
  const place = xmpPlace(bytes);
  if (typeof place === "string") return { bytes: null, refusal: place };
  const packet = Buffer.from(packetOf(xmp));
  if (packet.length > longestPacketBytes) return { bytes: null, refusal: "Its metadata is too long for one XMP packet." };
  const head = Buffer.from([0xff, marker.app1, 0, 0]);
  head.writeUInt16BE(2 + xmpMark.length + packet.length, 2);
  const made = Buffer.concat([bytes.subarray(0, place.from), head, Buffer.from(xmpMark, "latin1"), packet, bytes.subarray(place.to)]);
  const again = xmpPlace(made);
  const isSound =
    typeof again !== "string" &&
    again.packet?.equals(packet) === true &&
    bytes.subarray(0, place.from).equals(made.subarray(0, again.from)) &&
    bytes.subarray(place.to).equals(made.subarray(again.to));
  return isSound ? { bytes: made, refusal: null } : { bytes: null, refusal: "Its parts do not hold together as a JPEG's should." };
}

/** In a file the packet stands in its own marks, and without a declaration of XML. */
function packetOf(xmp: string): string {
  const bare = xmp.replace(/^\ufeff?\s*<\?xml [^>]*\?>\s*/, "").trim();
  return bare.startsWith("<?xpacket") ? bare : `${opening}${bare}\n${closing}`;
}

/** From the first marker after the beginning of the picture to its end (ITU-T T.81, B.1); null where they do not follow each other. */
function segmentsOf(bytes: Buffer): Segment[] | null {
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== marker.startOfImage) return null;
  const segments: Segment[] = [];
  let at = 2;
  let scans = 0;
  while (at + 2 <= bytes.length) {
    const from = at;
    if (bytes[at] !== 0xff) return null;
    while (bytes[at + 1] === 0xff) at += 1;
    const kind = bytes[at + 1] ?? 0;
    if (kind === marker.endOfImage) return scans > 0 ? [...segments, { kind, from, to: at + 2 }] : null;
    if (kind < 0xc0 || (kind >= 0xd0 && kind <= marker.startOfImage) || at + 4 > bytes.length) return null;
    // Fill bytes before a marker are allowed; a packet behind them would be rewritten without.
    if (at !== from && kind === marker.app1) return null;
    const length = bytes.readUInt16BE(at + 2);
    at += 2 + length;
    if (length < 2 || at > bytes.length) return null;
    if (kind === marker.startOfScan) {
      scans += 1;
      at = endOfScan(bytes, at);
    }
    segments.push({ kind, from, to: at });
  }
  return null;
}

/** Zeros after 0xff and restart marks belong to the coded picture. */
function endOfScan(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next === 0 || (next >= 0xd0 && next <= 0xd7)) at += 1;
    else return at;
  }
  return bytes.length;
}
