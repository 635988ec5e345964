/** Steps of removing and restoring come in; they are on the disk when the call returns, and go out by session, by state or one by one. */
import { LikenessError } from "../../contract.ts";
import {
  bytesOfPath,
  type JournalEntry,
  type JournalId,
  type JournalKind,
  type JournalSession,
  type JournalState,
  type JournalStore,
  pathOfBytes,
} from "../photo.ts";
import type { Connection } from "./connection.ts";

type EntryRow = [
  id: bigint,
  session: string,
  kind: string,
  state: string,
  path: Uint8Array,
  hash: Uint8Array,
  device: bigint,
  inode: bigint,
  sizeBytes: bigint,
  modifiedAtNs: bigint,
  group: string,
  keptPath: Uint8Array,
  keptHash: Uint8Array,
  root: Uint8Array,
  companionOf: Uint8Array | null,
  heldPath: Uint8Array | null,
  restoredPath: Uint8Array | null,
  reason: string | null,
  changedAtMs: bigint,
  madeFolder: Uint8Array | null,
];
const columns = `id, session, kind, state, path, hash, device, inode, size_bytes, modified_at_ns, group_name, kept_path, kept_hash, root,
  companion_of, held_path, restored_path, reason, changed_at_ms, made_folder`;

/** Throws LikenessError "not-found" for an entry that does not exist, and TypeError inside another transaction, which could still be undone. */
export function createJournal(connection: Connection): JournalStore {
  const begin = connection.query("INSERT OR IGNORE INTO journal_session VALUES (?, ?)");
  const insert = connection.query<[number]>(`
    INSERT INTO journal_entry (session, kind, state, path, hash, device, inode, size_bytes, modified_at_ns, group_name, kept_path, kept_hash,
      root, companion_of, changed_at_ms)
    VALUES (?, ?, 'planned', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const change = connection.query(
    "UPDATE journal_entry SET state = ?, held_path = ?, restored_path = ?, made_folder = ?, reason = ?, changed_at_ms = ? WHERE id = ?",
  );
  const byId = connection.bigQuery<EntryRow>(`SELECT ${columns} FROM journal_entry WHERE id = ?`);
  const bySession = connection.bigQuery<EntryRow>(`SELECT ${columns} FROM journal_entry WHERE session = ? ORDER BY id`);
  const byState = connection.bigQuery<EntryRow>(`SELECT ${columns} FROM journal_entry WHERE state = ? ORDER BY id`);
  const sessions = connection.query<[name: string, beganAtMs: number, states: string]>(`
    SELECT name, began_at_ms, (SELECT json_group_object(state, number) FROM
      (SELECT state, count(*) AS number FROM journal_entry WHERE session = name GROUP BY state))
    FROM journal_session ORDER BY (SELECT max(id) FROM journal_entry WHERE session = name) DESC`);

  function entry(id: JournalId): JournalEntry | null {
    const row = byId.get(id);
    return row ? entryOf(row) : null;
  }

  return {
    begin: (session, kind, removals, atMs) =>
      connection.writeThrough(() => {
        begin.run(session, atMs);
        const earlier = bySession.all(session).length;
        for (const { path, hash, identity, group, kept, root, companionOf } of removals)
          insert.run(
            ...[session, kind, bytesOfPath(path), hash, BigInt.asIntN(64, identity.device), BigInt.asIntN(64, identity.inode)],
            ...[identity.sizeBytes, identity.modifiedAtNs, group, bytesOfPath(kept.path), kept.hash, bytesOfPath(root)],
            ...[companionOf === null ? null : bytesOfPath(companionOf), atMs],
          );
        connection.touch();
        return bySession.all(session).slice(earlier).map(entryOf);
      }),
    change: (id, { state, changedAtMs, ...part }) =>
      connection.writeThrough(() => {
        const before = entry(id);
        if (!before) throw new LikenessError("not-found", "The journal has no such entry.");
        const { heldPath, restoredPath, madeFolder, reason } = { ...before, ...part };
        const bytes = (path: string | null) => (path === null ? null : bytesOfPath(path));
        change.run(state, bytes(heldPath), bytes(restoredPath), bytes(madeFolder), reason, changedAtMs, id);
        connection.touch();
        return { ...before, state, changedAtMs, heldPath, restoredPath, madeFolder, reason };
      }),
    entry,
    ofSession: (session) => bySession.all(session).map(entryOf),
    inStates: (states) => states.flatMap((state) => byState.all(state).map(entryOf)),
    sessions: () =>
      sessions.all().map(([name, beganAtMs, counts]) => ({ name, beganAtMs, counts: JSON.parse(counts) as JournalSession["counts"] })),
  };
}

function entryOf(row: EntryRow): JournalEntry {
  const [id, session, kind, state, path, hash, device, inode, sizeBytes, modifiedAtNs, group, keptPath, keptHash, root, companionOf] = row;
  const [heldPath, restoredPath, reason, changedAtMs, madeFolder] = row.slice(15) as unknown as [
    Uint8Array | null,
    Uint8Array | null,
    string | null,
    bigint,
    Uint8Array | null,
  ];
  const pathOf = (bytes: Uint8Array | null) => (bytes === null ? null : pathOfBytes(bytes));
  return {
    id: Number(id) as JournalId,
    session,
    kind: kind as JournalKind,
    state: state as JournalState,
    removal: {
      path: pathOfBytes(path),
      hash,
      identity: {
        device: BigInt.asUintN(64, device),
        inode: BigInt.asUintN(64, inode),
        sizeBytes: Number(sizeBytes),
        modifiedAtNs,
      },
      group,
      kept: { path: pathOfBytes(keptPath), hash: keptHash },
      root: pathOfBytes(root),
      companionOf: pathOf(companionOf),
    },
    heldPath: pathOf(heldPath),
    restoredPath: pathOf(restoredPath),
    madeFolder: pathOf(madeFolder),
    reason,
    changedAtMs: Number(changedAtMs),
  };
}
