/** What the window and the terminal ask and say of faces and people comes in; the store, the face finder and the clustering answer. */
import type { PeopleMethodTypes } from "../contract/people.ts";
import { LikenessError } from "../contract.ts";

export type PeopleMethods = {
  readonly [M in keyof PeopleMethodTypes]: (params: PeopleMethodTypes[M][0]) => Promise<PeopleMethodTypes[M][1]>;
};

export function createPeople(): PeopleMethods {
  const refuse = async (): Promise<never> => {
    throw new LikenessError("unsupported", "Faces are not in place yet.");
  };
  return {
    people: refuse,
    person: refuse,
    facesOf: refuse,
    ignoredFaces: refuse,
    photosOfPerson: refuse,
    suggestions: refuse,
    namePerson: refuse,
    mergePeople: refuse,
    keepApart: refuse,
    splitPerson: refuse,
    moveFaces: refuse,
    confirmFaces: refuse,
    rejectFaces: refuse,
    ignoreFaces: refuse,
    chooseCover: refuse,
    hidePerson: refuse,
    noteOnPerson: refuse,
    peopleChanges: refuse,
    undoPeople: refuse,
    redoPeople: refuse,
    findFaces: refuse,
    faceSettings: refuse,
    switchFaces: refuse,
    learnPeople: refuse,
    forgetPeopleMetric: refuse,
    planRegions: refuse,
    writeRegions: refuse,
  };
}
