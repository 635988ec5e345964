/** The renderer's sources come in, the built window goes out to build/out/renderer: relative addresses, no inline scripts. */
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

const root = fileURLToPath(new URL("../renderer/", import.meta.url));

export default defineConfig({
  root,
  base: "./",
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: fileURLToPath(new URL("./out/renderer/", import.meta.url)),
    emptyOutDir: true,
    target: "chrome130",
    // Data addresses and inline preloads would need holes in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
