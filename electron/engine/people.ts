/** What the window and the terminal ask and say of faces and people comes in; the store, the face finder and the grouping answer. */
import type { FaceId, PeopleEventTypes, PeopleMethodTypes } from "../contract/people.ts";
import { LikenessError, type PictureFile, type Problem } from "../contract.ts";
import { createPeopleQueries } from "./ask-people.ts";
import { faceCrop } from "./face-crops.ts";
import { findFaces } from "./face-job.ts";
import { eraseFaces, faceSettings } from "./face-settings.ts";
import { createGroupings } from "./groupings.ts";
import type { JobControl } from "./jobs.ts";
import { learnPeople } from "./learn-people.ts";
import type { Parts } from "./parts.ts";
import type { FaceMetric } from "./people/faces.ts";
import { keepPeopleMetric, peopleMetric } from "./people-metric.ts";
import { createPeopleViews } from "./people-view.ts";
import type { ContentId } from "./photo.ts";
import { readNames } from "./read-regions.ts";
import { createSayingsOfFaces } from "./say-of-faces.ts";
import { createSayingsOfPeople } from "./say-of-people.ts";
import { planRegions, writeAllRegions } from "./write-regions.ts";

export type PeopleMethods = {
  readonly [M in keyof PeopleMethodTypes]: (params: PeopleMethodTypes[M][0]) => Promise<PeopleMethodTypes[M][1]>;
};
export interface PeopleEngine {
  readonly methods: PeopleMethods;
  /** Photos in which faces could not be looked for. */
  problems(): readonly Problem[];
  crop(id: FaceId): Promise<PictureFile>;
  /** Looks for faces after a scan, where they are wanted; a failure is the job's own to tell. */
  afterScan(): void;
  /** Ends what was put off. Before the jobs are disposed of. */
  settle(): Promise<void>;
}

export interface PeopleOptions {
  readonly emit: (event: "people", value: PeopleEventTypes["people"]) => void;
  /** The library changed: keepers are chosen by faces too. */
  readonly onLibrary: () => void;
}

/** While photos are looked at, placing what was found takes a twentieth of the time at most. */
const restAfterPlacing = 19;

export function createPeople(parts: Parts, { emit, onLibrary }: PeopleOptions): PeopleEngine {
  const { store, jobs, faceModels, clock } = parts;
  const views = createPeopleViews(parts);
  let revision = 0;
  let learnt: { readonly metric: FaceMetric | null } | null = null;
  function metric(): FaceMetric | null {
    learnt ??= { metric: peopleMetric(parts) };
    return learnt.metric;
  }
  function changed(): void {
    views.forget();
    revision += 1;
    emit("people", { revision });
  }
  const groupings = createGroupings(parts, { metric, onGrouped: changed });
  const onSaid = (): void => {
    changed();
    groupings.soon();
  };

  async function look(control: JobControl) {
    if (!store.settings.facesEnabled())
      throw new LikenessError("unsupported", "Faces are switched off in this library. Switch them on first: likeness faces on");
    let quietUntilMs = 0;
    let groupedAt = store.people.groups().size;
    const namedInside = new Set<ContentId>();
    const names = async (): Promise<unknown> => {
      const recipe = faceModels.recipe();
      return recipe === null ? 0 : readNames(parts, recipe, { views, onSaid: () => undefined }, namedInside);
    };
    const found = await findFaces(parts, control, {
      onNames: (content) => namedInside.add(content),
      async onFaces() {
        if (clock.now() < quietUntilMs) return;
        // What comes in is placed at once; where there is nobody yet, or much came, all are grouped anew now and then.
        const begunMs = clock.now();
        const recipe = faceModels.recipe();
        const count = recipe === null ? 0 : store.faces.count(recipe);
        if (groupings.placeNew() || count < 1.5 * groupedAt + 50) changed();
        else {
          groupedAt = count;
          await groupings.run(null);
        }
        quietUntilMs = clock.now() + restAfterPlacing * (clock.now() - begunMs);
      },
      // Also when stopped: these photos are not looked at again.
    }).finally(names);
    const begunMs = clock.now();
    const recipe = faceModels.recipe();
    if (recipe !== null) store.faces.keepOnly(recipe);
    await groupings.run(control);
    if (found.photos > 0) {
      store.faces.settled();
      onLibrary();
    }
    changed();
    const { photos, faces, failed, seconds } = found;
    return {
      ...{ photos, faces, people: views.get().people.size, failed, seconds },
      millisecondsPerPhoto: photos > 0 ? (seconds * 1000) / photos : 0,
      clusteringSeconds: (clock.now() - begunMs) / 1000,
    };
  }
  const findAll = () => jobs.run("faces", look);

  return {
    methods: {
      ...createPeopleQueries(parts, views),
      ...createSayingsOfPeople(parts, { views, onSaid }),
      ...createSayingsOfFaces(parts, { views, onSaid, metric }),
      findFaces: findAll,
      faceSettings: () => faceSettings(parts),
      async switchFaces({ enabled }) {
        store.settings.enableFaces(enabled);
        if (enabled) return { settings: await faceSettings(parts), erasure: null };
        for (const { id, kind } of jobs.states()) if (kind === "faces") jobs.cancel(id);
        // After whatever is under way, so that nothing comes in behind it.
        const erasure = await jobs.run("faces", async () => {
          await groupings.settle();
          learnt = null;
          return eraseFaces(parts);
        });
        changed();
        onLibrary();
        return { settings: await faceSettings(parts), erasure };
      },
      learnPeople: () =>
        jobs.run("train", async (control) => {
          const { lesson, metric: better } = await learnPeople(parts, views.get(), control);
          if (better !== null) {
            keepPeopleMetric(parts, better);
            learnt = null;
            changed();
            await groupings.run(control);
          }
          return lesson;
        }),
      async forgetPeopleMetric() {
        store.peopleMetric.put(null);
        learnt = null;
        changed();
        groupings.soon();
        return faceSettings(parts);
      },
      planRegions: (chosen) => planRegions(parts, views.get(), chosen),
      writeRegions: (chosen) => jobs.run("clean", (control) => writeAllRegions(parts, views.get(), chosen, control)),
    },
    problems() {
      const recipe = faceModels.recipe();
      return recipe === null ? [] : store.faces.problems(recipe);
    },
    crop: (id) => faceCrop(parts, id),
    afterScan() {
      if (store.settings.facesEnabled() && faceModels.recipe() !== null) void findAll().catch(() => undefined);
    },
    settle: groupings.settle,
  };
}
