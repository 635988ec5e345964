/** Face regions as XMP: what is written is read back, other programs' forms are read, what stood there stays; boxes follow the orientation. */
import assert from "node:assert/strict";
import { test } from "node:test";
import exifr from "exifr";
import sharp from "sharp";
import { type Orientation, storedBox, uprightBox } from "../../../electron/engine/metadata/orientation.ts";
import { readRegions } from "../../../electron/engine/metadata/regions-read.ts";
import { writeRegions } from "../../../electron/engine/metadata/regions-write.ts";
import { readXmp } from "../../../electron/engine/metadata/xmp-read.ts";

const size = { width: 4000, height: 3000 };
function near(one: readonly number[], other: readonly number[], text = ""): void {
  for (const [at, value] of one.entries()) assert.ok(Math.abs(value - (other[at] ?? Number.NaN)) < 1e-5, `${text} ${one} against ${other}`);
}
const wrap = (
  inside: string,
): string => `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
   xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#">${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`;

test("regions are written and read back, and another reader finds them where they are", async () => {
  const faces = [
    { name: "Anna <Ö> & Zoë", box: [0.1, 0.2, 0.3, 0.4] as const },
    { name: "李雷", box: [0.6, 0.2, 0.1, 0.2] as const },
  ];
  const text = writeRegions(null, faces, size) ?? "";
  const back = readRegions(text);
  assert.deepEqual(
    back.map(({ name }) => name),
    faces.map(({ name }) => name),
  );
  for (const [at, { box }] of back.entries()) near(box, faces[at]!.box);
  const jpeg = await sharp({ create: { width: 20, height: 15, channels: 3, background: "#123" } })
    .withXmp(text)
    .jpeg()
    .toBuffer();
  // It leaves entities as they are.
  const shown = "Anna &lt;Ö&gt; &amp; Zoë";
  const parsed = await exifr.parse(jpeg, { xmp: { parse: true, multiSegment: true } as never, mergeOutput: false });
  const regions = parsed["mwg-rs"].Regions;
  assert.deepEqual(regions.AppliedToDimensions, { parseType: "Resource", w: 4000, h: 3000, unit: "pixel" });
  assert.deepEqual(regions.RegionList[0].Area, { parseType: "Resource", x: 0.25, y: 0.4, w: 0.3, h: 0.4, unit: "normalized" });
  assert.deepEqual([regions.RegionList[0].Name, regions.RegionList[0].Type], [shown, "Face"]);
  assert.deepEqual(parsed.Iptc4xmpExt.PersonInImage, [shown, "李雷"]);
});

test("what other programs write is read: attributes, descriptions inside, pixels; what is no named face is left out", () => {
  const lightroom =
    wrap(`<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:AppliedToDimensions stDim:w="4000" stDim:h="3000" stDim:unit="pixel"/>
    <mwg-rs:RegionList><rdf:Bag><rdf:li><rdf:Description mwg-rs:Name="Anna" mwg-rs:Type="Face" mwg-rs:Rotation="0.1">
    <mwg-rs:Area stArea:x="0.25" stArea:y="0.4" stArea:w="0.3" stArea:h="0.4" stArea:unit="normalized"/></rdf:Description></rdf:li>
    <rdf:li><rdf:Description mwg-rs:Type="Focus"><mwg-rs:Area stArea:x="0.5" stArea:y="0.5" stArea:d="0.1" stArea:unit="normalized"/></rdf:Description></rdf:li>
    <rdf:li><rdf:Description mwg-rs:Type="Face"><mwg-rs:Area stArea:x="0.7" stArea:y="0.5" stArea:w="0.1" stArea:h="0.1" stArea:unit="normalized"/></rdf:Description></rdf:li>
    </rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>`);
  const [face, ...others] = readRegions(lightroom);
  assert.deepEqual([face?.name, others.length], ["Anna", 0]);
  near(face!.box, [0.1, 0.2, 0.3, 0.4]);
  const pixels =
    wrap(`<mwg-rs:Regions><rdf:Description><mwg-rs:AppliedToDimensions rdf:parseType="Resource"><stDim:w>4000</stDim:w><stDim:h>3000</stDim:h></mwg-rs:AppliedToDimensions>
    <mwg-rs:RegionList><rdf:Seq><rdf:li rdf:parseType="Resource"><mwg-rs:Name>Ben</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type>
    <mwg-rs:Area rdf:parseType="Resource"><stArea:x>1000</stArea:x><stArea:y>1200</stArea:y><stArea:w>400</stArea:w><stArea:h>300</stArea:h><stArea:unit>pixel</stArea:unit></mwg-rs:Area>
    </rdf:li></rdf:Seq></mwg-rs:RegionList></rdf:Description></mwg-rs:Regions>`);
  const [ben] = readRegions(pixels);
  assert.equal(ben?.name, "Ben");
  near(ben!.box, [0.2, 0.35, 0.1, 0.1]);
  for (const broken of ["", "<x", wrap(""), lightroom.replace('stArea:w="0.3"', 'stArea:w="wide"'), lightroom.replace("0.25", "7")]) {
    assert.deepEqual(readRegions(broken), []);
  }
});

test("a side file keeps what it says; a face takes another name, others are added, and saying it again writes nothing", () => {
  const before = wrap(`<dc:subject><rdf:Bag><rdf:li>lake</rdf:li></rdf:Bag></dc:subject>
    <mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>
    <rdf:li><rdf:Description mwg-rs:Name="Anna" mwg-rs:Type="Face"><mwg-rs:Area stArea:x="0.25" stArea:y="0.4" stArea:w="0.3" stArea:h="0.4" stArea:unit="normalized"/></rdf:Description></rdf:li>
    <rdf:li><rdf:Description mwg-rs:Name="Rex" mwg-rs:Type="Pet"><mwg-rs:Area stArea:x="0.25" stArea:y="0.4" stArea:w="0.3" stArea:h="0.4" stArea:unit="normalized"/></rdf:Description></rdf:li>
    </rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>`);
  const faces = [
    { name: "Annabel", box: [0.11, 0.2, 0.3, 0.4] as const },
    { name: "Ben", box: [0.7, 0.2, 0.2, 0.2] as const },
  ];
  const text = writeRegions(before, faces, size) ?? "";
  assert.deepEqual(
    readRegions(text).map(({ name }) => name),
    ["Annabel", "Ben"],
  );
  near(readRegions(text)[0]!.box, [0.1, 0.2, 0.3, 0.4], "its place stays as it was drawn");
  assert.match(text, /mwg-rs:Name="Rex"/);
  assert.deepEqual(readXmp(text)?.keywords, ["lake"]);
  assert.equal(writeRegions(text, faces, size), null);
  const renamed = writeRegions(text, [{ name: "Anna B.", box: [0.1, 0.2, 0.3, 0.4] }], size) ?? "";
  assert.match(renamed, /PersonInImage[\s\S]*Ben[\s\S]*Anna B\./);
  assert.ok(!renamed.includes("Annabel"), "a name that no region has any more goes from the list too");
  assert.throws(() => writeRegions("<no xmp", faces, size), /cannot be read as XMP/);
});

test("boxes turn with every orientation, and back", async () => {
  // A bright block in the stored picture: where the decoder shows it upright, the box must be.
  const stored = [10, 5, 20, 10] as const;
  const [width, height] = [80, 60];
  for (let value = 1; value <= 8; value++) {
    const data = Buffer.alloc(width * height * 3);
    for (let y = stored[1]; y < stored[1] + stored[3]; y++)
      data.fill(255, (y * width + stored[0]) * 3, (y * width + stored[0] + stored[2]) * 3);
    const png = await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
    const turned = await sharp(png).withMetadata({ orientation: value }).png().toBuffer();
    const upright = await sharp(turned).autoOrient().raw().toBuffer({ resolveWithObject: true });
    const [w, h] = [upright.info.width, upright.info.height];
    const lit = Array.from({ length: w * h }, (_, at) => at).filter((at) => (upright.data[at * upright.info.channels] ?? 0) > 128);
    const [xs, ys] = [lit.map((at) => at % w), lit.map((at) => Math.floor(at / w))];
    const seen = [
      Math.min(...xs) / w,
      Math.min(...ys) / h,
      (Math.max(...xs) - Math.min(...xs) + 1) / w,
      (Math.max(...ys) - Math.min(...ys) + 1) / h,
    ] as const;
    const share = [stored[0] / width, stored[1] / height, stored[2] / width, stored[3] / height] as const;
    near(uprightBox(share, value as Orientation), seen, `orientation ${value}`);
    near(storedBox(seen, value as Orientation), share, `orientation ${value} back`);
  }
});
