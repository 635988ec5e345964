/** A language comes in; the words of printed pages in it go out, with counts, sizes, shares and times as it writes them. */
import { type Language, reasonIn } from "../../contract/reasons.ts";
import { saidIn } from "../../contract/sentences.ts";
import type { GroupKind, JournalState, Mark, Reason, Relation } from "../../contract.ts";

type Line = readonly [english: string, chinese: string];

const lines = {
  groups: ["Photos that belong together", "同属一组的照片"],
  groupsSummary: [
    "{groups}, {photos} besides those to keep, {size} that could be freed. {time}.",
    "{groups}，除保留的照片外还有 {photos}，可释放 {size}。{time}。",
  ],
  group: ["{number}. {kind}: {photos}, {size} besides the one to keep", "{number}. {kind}：{photos}，除保留的照片外占 {size}"],
  photo: ["Photo", "照片"],
  what: ["What it is", "关系"],
  sure: ["Sure", "把握"],
  pixels: ["Pixels", "像素"],
  size: ["Size", "大小"],
  keep: ["keep", "保留"],
  protected: ["protected", "受保护"],
  marked: ["marked: {mark}", "标记：{mark}"],
  journal: ["What was moved, and where it is", "移动记录及当前位置"],
  journalSummary: [
    "{sessions}, {files}; {held} ({size}) can be brought back by undo. {time}.",
    "{sessions}，{files}；其中 {held}（{size}）可以撤销。{time}。",
  ],
  session: ["{session}: {time}, {files}", "{session}：{time}，{files}"],
  file: ["File", "文件"],
  where: ["Where it is", "当前位置"],
  kept: ["Kept for it", "对应的保留照片"],
} as const satisfies Record<string, Line>;

const counts = {
  group: ["group", "个分组"],
  photo: ["photo", "张照片"],
  session: ["session", "次移动"],
  file: ["file", "个文件"],
} as const satisfies Record<string, Line>;

const kinds: Readonly<Record<GroupKind, Line>> = {
  copies: ["Copies of one photo", "同一照片的副本"],
  moments: ["One moment", "同一时刻"],
};

const relationLines: Readonly<Record<Relation, Line>> = {
  identical: ["identical", "文件完全相同"],
  "same-pixels": ["same-pixels", "像素相同"],
  "re-encoded": ["re-encoded", "重新保存"],
  rotated: ["rotated", "旋转或镜像"],
  cropped: ["cropped", "裁剪"],
  edited: ["edited", "编辑过"],
  "same-moment": ["same-moment", "同一时刻"],
  similar: ["similar", "相似"],
};

const marks: Readonly<Record<Mark, Line>> = { keep: ["keep", "保留"], remove: ["remove", "移除"], later: ["later", "稍后再看"] };

const states: Readonly<Record<JournalState, Line>> = {
  planned: ["in its place", "在原位置"],
  moving: ["being moved", "移动中"],
  moved: ["in the holding folder", "在暂存文件夹中"],
  restoring: ["being restored", "还原中"],
  undone: ["back in its place", "已回到原位置"],
  emptying: ["on its way to the trash", "正在移到回收站"],
  emptied: ["in the system's trash", "在系统回收站中"],
  failed: ["in its place: not moved", "在原位置：未移动"],
  lost: ["taken from the holding folder by somebody else", "已被他人从暂存文件夹取走"],
  writing: ["being written", "写入中"],
  written: ["written, with metadata of photos that went", "已写入移走照片的元数据"],
  withdrawing: ["being taken away", "撤回中"],
};

/** Of a side file that the program wrote. */
const writtenStates: Partial<Record<JournalState, Line>> = {
  planned: ["not written yet", "尚未写入"],
  undone: ["taken away again", "已撤回"],
  failed: ["not written", "未写入"],
};

const sizeUnits = ["bytes", "kB", "MB", "GB", "TB"];

export interface PageWords {
  readonly language: Language;
  line(key: keyof typeof lines, values?: Readonly<Record<string, string | number>>): string;
  count(count: number, noun: keyof typeof counts): string;
  size(sizeBytes: number): string;
  /** 0..1 in. Rounding must not call something certain that is not. */
  share(share: number): string;
  time(timeMs: number): string;
  kind(kind: GroupKind): string;
  relation(relation: Relation): string;
  mark(mark: Mark): string;
  state(state: JournalState, isWritten: boolean): string;
  reason(reason: Reason): string;
  said(text: string): string;
}

export function createPageWords(language: Language): PageWords {
  const of = (line: Line): string => line[language === "en" ? 0 : 1];
  return {
    language,
    line: (key, values = {}) => of(lines[key]).replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? "")),
    count(count, noun) {
      const number = count.toLocaleString(language);
      return language === "en" ? `${number} ${of(counts[noun])}${count === 1 ? "" : "s"}` : `${number} ${of(counts[noun])}`;
    },
    size(sizeBytes) {
      const power = Math.min(sizeUnits.length - 1, Math.floor(Math.log10(Math.max(1, sizeBytes)) / 3));
      const value = sizeBytes / 1000 ** power;
      const unit = power === 0 && language !== "en" ? "字节" : sizeUnits[power];
      return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${unit}`;
    },
    share: (share) => (share < 1 ? `${Math.min(99.9, share * 100).toFixed(1)} %` : "100 %"),
    time: (timeMs) => `${new Date(timeMs).toISOString().slice(0, 16).replace("T", " ")} UTC`,
    kind: (kind) => of(kinds[kind]),
    relation: (relation) => of(relationLines[relation]),
    mark: (mark) => of(marks[mark]),
    state: (state, isWritten) => of((isWritten ? writtenStates[state] : undefined) ?? states[state]),
    reason: (reason) => reasonIn(language, reason),
    said: (text) => saidIn(language, text),
  };
}
