/** Side files as XMP: what is written is read back, by this program and by exifr, and what stood there before stays. */
import assert from "node:assert/strict";
import { test } from "node:test";
import exifr from "exifr";
import { nothing } from "../../../electron/engine/metadata/merge.ts";
import { xmpText } from "../../../electron/engine/metadata/xmp-document.ts";
import { readXmp } from "../../../electron/engine/metadata/xmp-read.ts";
import { coordinate, writeXmp, XmpRefusal } from "../../../electron/engine/metadata/xmp-write.ts";

const full = {
  rating: 4,
  keywords: ["Zürich", "007", "<b>&amp;]]>\"'", "日本", "\u{1f3d6}"],
  title: 'Tom & "Jerry" <3',
  description: "Two\nlines\tand 'quotes'",
  place: { latitude: -33.8568, longitude: 151.2153 },
  taken: "2019-05-03T14:02:11.25+02:00",
};

test("a new side file says what it was given, also to exifr", async () => {
  const text = writeXmp(null, full);
  const { place, ...words } = readXmp(text)!;
  const { place: _, ...given } = full;
  assert.deepEqual(words, given);
  assert.ok(Math.abs(place!.latitude - full.place.latitude) < 2e-6 && Math.abs(place!.longitude - full.place.longitude) < 2e-6);
  const read = (await exifr.sidecar(Buffer.from(text), { mergeOutput: true }, "xmp")) as Record<string, Record<string, unknown>>;
  assert.equal(read.xmp!.Rating, 4);
  assert.deepEqual((read.dc!.subject as unknown[]).slice(0, 1), ["Zürich"]);
  assert.equal((read.dc!.subject as unknown[]).length, 5);
  assert.equal(read.exif!.GPSLatitude, "33,51.4080S");
  assert.equal(read.exif!.GPSLongitude, "151,12.9180E");
});

test("each value is written alone, and nothing beside it", () => {
  for (const key of Object.keys(full) as (keyof typeof full)[]) {
    if (key === "place") continue;
    const one = { ...nothing, [key]: full[key] };
    assert.deepEqual(readXmp(writeXmp(null, one)), one);
  }
});

test("what XML cannot hold is left out, and no half of a character is written", () => {
  const text = writeXmp(null, { ...nothing, title: "a\u0000\u0007\ud800b", keywords: ["\u001f"] });
  assert.equal(readXmp(text)?.title, "a\ufffdb");
  assert.ok(Buffer.from(text).toString() === text);
});

test("coordinates carry over at the full degree", () => {
  assert.equal(coordinate(47.999999999, "N", "S"), "48,0.0000N");
  assert.equal(coordinate(-0.5, "N", "S"), "0,30.0000S");
  assert.equal(coordinate(179.99995, "E", "W"), "179,59.9970E");
});

const darktable = `<?xml version='1.0' encoding="UTF-8"?>
<!-- kept -->
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about='' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:darktable="http://darktable.sf.net/" xmp:Rating="0" darktable:xmp_version="5" darktable:raw_params="&lt;0&#10;1&gt;">
   <dc:subject>
    <rdf:Seq>
     <rdf:li>old &amp; gold</rdf:li>
    </rdf:Seq>
   </dc:subject>
   <darktable:history><rdf:Seq><rdf:li darktable:num="0" darktable:params="00ff"/></rdf:Seq></darktable:history>
   <darktable:note><![CDATA[<raw>]]></darktable:note>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`;

test("another program's side file gains, and keeps all that it says", () => {
  const text = writeXmp(darktable, { ...nothing, rating: 3, keywords: ["new"], title: "T" });
  assert.deepEqual(readXmp(text), { ...nothing, rating: 3, keywords: ["old & gold", "new"], title: "T" });
  for (const kept of [
    "<!-- kept -->",
    'darktable:xmp_version="5"',
    'darktable:raw_params="&lt;0&#10;1&gt;"',
    'darktable:params="00ff"',
    "<![CDATA[<raw>]]>",
    'x:xmptk="XMP Core 4.4.0-Exiv2"',
  ])
    assert.ok(text.includes(kept), `${kept} in ${text}`);
  assert.ok(!text.includes('xmp:Rating="0"'));
  const again = writeXmp(text, { ...nothing, keywords: ["third"] });
  assert.deepEqual(readXmp(again)?.keywords, ["old & gold", "new", "third"]);
});

test("a packet with other prefixes gains under the right names", () => {
  const text = `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="urn:other"><r:Description dc:own="1"/></r:RDF>`;
  const written = writeXmp(text, { ...nothing, keywords: ["a"], rating: 1 });
  assert.deepEqual(readXmp(written), { ...nothing, keywords: ["a"], rating: 1 });
  assert.ok(written.includes('dc:own="1"'));
});

test("what cannot be read as XMP is refused, not overwritten", () => {
  const entities = `<!DOCTYPE x [<!ENTITY a "b">]>${darktable.slice(darktable.indexOf("<x:"))}`;
  const latin = darktable.replace('"UTF-8"', '"ISO-8859-1"');
  for (const text of ["", "stars", "<x/>", darktable.slice(0, 500), entities, latin]) {
    assert.equal(readXmp(text), null, text);
    assert.throws(() => writeXmp(text, full), XmpRefusal);
  }
  const odd = darktable.replace(/<rdf:Seq>\s*<rdf:li>old.*?<\/rdf:Seq>/s, "old, gold");
  assert.throws(() => writeXmp(odd, full), XmpRefusal);
  assert.equal(xmpText(Buffer.from([0x3c, 0xff])), null);
  assert.equal(xmpText(Buffer.from("\ufeff<a/>")), "<a/>");
});

test("values are read in the forms that programs write", () => {
  const packet = (inside: string, attributes = "") =>
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"><rdf:Description ${attributes}/><rdf:Description>${inside}</rdf:Description></rdf:RDF></x:xmpmeta>\0\0`;
  assert.equal(readXmp(packet("", 'xmp:Rating="5.0"'))?.rating, 5);
  assert.equal(readXmp(packet("<xmp:Rating>-1</xmp:Rating>"))?.rating, -1);
  assert.equal(readXmp(packet("<xmp:Rating>0</xmp:Rating>"))?.rating, null);
  const titles = '<dc:title><rdf:Alt><rdf:li xml:lang="de">Der</rdf:li><rdf:li xml:lang="x-default">The</rdf:li></rdf:Alt></dc:title>';
  assert.equal(readXmp(packet(titles))?.title, "The");
  const place = (latitude: string) => readXmp(packet("", `exif:GPSLatitude="${latitude}" exif:GPSLongitude="8,30.0E"`))?.place;
  assert.deepEqual(place("47,22,30N"), { latitude: 47.375, longitude: 8.5 });
  assert.deepEqual([place("47,22,30E"), place("95,0.0N"), place("47.5")], [null, null, null]);
  assert.equal(readXmp(packet("", 'photoshop:DateCreated="1998-07-04"'))?.taken, "1998-07-04");
  assert.equal(readXmp(packet("", 'photoshop:DateCreated="0000-00-00"'))?.taken, null);
});
