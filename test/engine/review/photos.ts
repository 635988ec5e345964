/** Photos and groups for the tests of reviewing. */
import type { Group, GroupId, GroupMember, PhotoId } from "../../../electron/contract.ts";
import type { ReviewPhoto } from "../../../electron/engine/review/kinship.ts";
import { type CandidatePart, candidate } from "../group/library.ts";

export const photo = (id: number, path: string, part: CandidatePart = {}): ReviewPhoto => ({
  id: id as PhotoId,
  ...candidate(path, { content: id, ...part }),
});

export function group(id: string, keeper: ReviewPhoto, members: readonly (readonly [ReviewPhoto, Partial<GroupMember>])[]): Group {
  const summary = ({ id: photoId, path, sizeBytes, facts }: ReviewPhoto) => {
    return { id: photoId, path, sizeBytes, width: facts.width, height: facts.height, takenAtMs: null, meanColour: "#000000" };
  };
  const usual = { probability: 1, reasons: [], protected: false, mark: null } as const;
  return {
    id: id as GroupId,
    kind: "copies",
    keeper: keeper.path,
    keeperReasons: [],
    members: [
      { ...summary(keeper), ...usual, relation: "keeper" },
      ...members.map(([member, part]): GroupMember => ({ ...summary(member), ...usual, relation: "re-encoded", ...part })),
    ],
    reclaimableBytes: 0,
  };
}
