/** The review of groups: filter, order and the open group; follows the group when an answer or another keeper gives it another name. */
import type { Group, GroupMember, Mark, PhotoId } from "../../electron/contract.ts";
import type { Client } from "../engine.svelte.ts";
import { type GroupFilter, keepShown, selectGroups, wholeFilter } from "./group-filter.ts";
import type { Place } from "./place.svelte.ts";
import { createQuery, type Query } from "./query.svelte.ts";

export interface Review {
  readonly query: Query<readonly Group[]>;
  /** Of every kind and size that the engine gave. */
  readonly all: readonly Group[];
  readonly groups: readonly Group[];
  readonly index: number;
  readonly group: Group | undefined;
  /** Index into the members; 0 is the keeper. */
  readonly member: number;
  readonly chosen: GroupMember | undefined;
  filter: GroupFilter;
  show(index: number): void;
  choose(member: number): void;
  /** Opens a group by its id, whether the filter fits it or not. */
  reveal(id: string): void;
}

const none: ReadonlyMap<PhotoId, Mark> = new Map();

/** Call while a component is being set up. */
export function createReview(client: Client, place: Place): Review {
  let filter = $state.raw<GroupFilter>(wholeFilter);
  let wishedMember = $state(1);
  /** Where the person was, for when the group goes by another name. */
  let anchor = { photo: -1 as PhotoId, index: 0 };

  const kind = $derived(filter.kind);
  const minProbability = $derived(filter.minProbability);
  const query = createQuery(() => {
    void client.revision;
    return client.call("groups", { kind, minProbability });
  });
  const all = $derived(query.value ?? []);
  const opened = $derived(all.find(({ id }) => id === place.open) ?? null);
  // A mark, or a step to the next group, orders thousands of groups anew only where the filter asks for marks.
  const marks = $derived(filter.decided === "all" ? none : client.marks);
  const person = $derived(filter.person);
  const shown = createQuery(() => {
    void client.revision;
    return person === null ? null : client.call("photosOfPerson", { id: person });
  });
  const showing = $derived(person === null || shown.value === null ? null : new Set(shown.value));
  const selected = $derived(selectGroups({ groups: all, marks, filter, showing }));
  const groups = $derived(keepShown(selected, opened, filter.order));
  const index = $derived.by(() => {
    const { open } = place;
    const found = groups.findIndex(({ id }) => id === open);
    if (found >= 0) return found;
    const followed = groups.findIndex(({ members }) => members.some(({ id }) => id === anchor.photo));
    return followed >= 0 ? followed : Math.max(0, Math.min(groups.length - 1, anchor.index));
  });
  const group = $derived(groups[index]);
  const member = $derived(Math.min(wishedMember, (group?.members.length ?? 1) - 1));
  const chosen = $derived(group?.members[member]);

  $effect(() => {
    if (!group) return;
    anchor = { photo: group.members[0]?.id ?? anchor.photo, index };
    if (place.open !== group.id) place.replace(group.id);
  });

  return {
    query,
    get all() {
      return all;
    },
    get groups() {
      return groups;
    },
    get index() {
      return index;
    },
    get group() {
      return group;
    },
    get member() {
      return member;
    },
    get chosen() {
      return chosen;
    },
    get filter() {
      return filter;
    },
    set filter(next) {
      filter = next;
    },
    show(wished) {
      const next = groups[Math.max(0, Math.min(groups.length - 1, wished))];
      if (!next || next.id === group?.id) return;
      place.replace(next.id);
      wishedMember = 1;
    },
    choose(next) {
      wishedMember = next;
    },
    reveal(id) {
      place.replace(id);
      wishedMember = 1;
    },
  };
}
