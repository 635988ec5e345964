/** Zooming keeps what lies under the pointer there, never makes a picture smaller than whole, and pans by the pixel. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fitScale, type Pane, panBy, place, whole, type Zoom, zoomBy } from "../../../renderer/state/zoom.ts";
import { seeded } from "../../fixtures/painted-pictures.ts";

const pane: Pane = { width: 800, height: 600, pixelWidth: 4000, pixelHeight: 3000, density: 2 };
const near = (one: number, other: number): void => assert.ok(Math.abs(one - other) < 1e-6, `${one} is not ${other}`);

describe("zoom", () => {
  test("whole fits and stands in the middle", () => {
    near(fitScale(pane), 0.4);
    assert.deepEqual(place(whole, pane), { left: 0, top: 0, width: 800, height: 600 });
    const tall = place(whole, { ...pane, pixelWidth: 1000 });
    near(tall.left + tall.width / 2, 400);
  });

  test("at scale 1 a picture pixel is a screen pixel", () => {
    assert.equal(place({ scale: 1, centre: [0.5, 0.5] }, pane).width, 2000);
  });

  test("what lies under the pointer stays there, until an edge holds it", () => {
    const random = seeded(3);
    for (let round = 0; round < 500; round += 1) {
      const zoom: Zoom = { scale: 0.5 + random() * 3, centre: [0.3 + random() * 0.4, 0.3 + random() * 0.4] };
      const at = [200 + random() * 400, 150 + random() * 300] as const;
      const before = place(zoom, pane);
      const after = place(zoomBy(zoom, pane, 0.9 + random() * 0.5, at), pane);
      near((at[0] - before.left) / before.width, (at[0] - after.left) / after.width);
      near((at[1] - before.top) / before.height, (at[1] - after.top) / after.height);
    }
  });

  test("never smaller than whole, never nearer than eight to one", () => {
    assert.equal(zoomBy({ scale: 0.5, centre: [0.2, 0.9] }, pane, 0.1), whole);
    assert.equal(zoomBy(whole, pane, 1_000).scale, 8);
  });

  test("panning moves the picture by as many pixels, and the whole one not at all", () => {
    const zoom: Zoom = { scale: 1, centre: [0.5, 0.5] };
    const moved = place(panBy(zoom, pane, 30, -20), pane);
    near(moved.left - place(zoom, pane).left, 30);
    near(moved.top - place(zoom, pane).top, -20);
    assert.equal(panBy(whole, pane, 30, 30), whole);
    assert.deepEqual(panBy(zoom, pane, 1e6, -1e6).centre, [0, 1]);
  });
});
