/**
 * The boundary's part on sentences: what the engine says in English (a notice, why a file stayed, what a receipt tells, an error) comes in,
 * the same in the person's language goes out. The journal keeps sentences, so they are their own keys; `{}` stands for what varies.
 */
import type { Language } from "./reasons.ts";

/** In Chinese, by the English sentence. */
export const sentences: Readonly<Record<string, string>> = {
  // Why a file is left out of a plan, or what the person should know.
  "It lies in a protected folder.": "它位于受保护的文件夹中。",
  "It is not there any more. Scan again.": "它已不存在。请重新扫描。",
  "A link or something else that is not a file stands there now.": "该位置现在是链接或其他非文件内容。",
  "It has changed since it was read. Scan again.": "读取后它已更改。请重新扫描。",
  "The system does not let it be looked at.": "系统不允许查看它。",
  "Its folder is read-only.": "所在文件夹为只读。",
  "The photo kept for it is not there any more. Scan again.": "对应的保留照片已不存在。请重新扫描。",
  "Where the photo kept for it was, there is no file now. Scan again.": "对应的保留照片所在位置现在没有文件。请重新扫描。",
  "The photo kept for it is to be removed as well.": "对应的保留照片也将被移除。",
  "It is the kept photo itself, reached by another path.": "它就是保留的照片，只是路径不同。",
  "The kept photo is another version: no other file with exactly these bytes stays.": "保留的是另一版本，内容完全相同的文件将不再存在。",
  "The photo kept for it lies on another volume, which may be taken away.": "对应的保留照片在另一个卷上，该卷可能被移走。",
  "Other names of this same file stay, so removing it frees nothing.": "同一文件还有其他名称，移除它不会释放空间。",
  "Other files hold some of its blocks too, and those come free only with the last of them.":
    "其他文件也占用其中的部分数据块，只有最后一个文件移除后才会释放。",
  "On this file system copies can share their space, so less may come free than is said here.":
    "此文件系统上的副本可能共享空间，实际释放的空间可能更少。",
  "It lies on a network volume, which may keep the last steps in memory: should the server fail, undo finds the files all the same.":
    "它位于网络卷上，最后几步可能仍在服务器内存中；即使服务器出错，撤销仍能找到文件。",
  "It goes with its photo, and beside the kept photo there is none like it.": "它随照片一起移走，而保留的照片旁没有相同的附属文件。",
  "It stays.": "它将保留。",
  "It stays: it is the RAW of a photo that goes, and no copy of it lies beside the kept photo.":
    "它将保留：它是移走照片的 RAW 文件，保留的照片旁没有其副本。",
  "It stays: it was chosen to be kept.": "它将保留：已选择保留它。",
  "It stays: another photo that stays uses it.": "它将保留：另一张保留的照片仍在使用它。",
  "It stays: the video bears the photo's name but does not say that it is part of a Live Photo.":
    "它将保留：视频与照片同名，但未标明属于实况照片。",
  "It stays: it cannot be read.": "它将保留：无法读取。",
  "It does not match the photo that should stay for it. If the two are one picture, say so first.":
    "它与应保留的照片不匹配。如果两者是同一张照片，请先指明。",
  "No other photo matches it surely enough to stay for it. If one is the same picture, say so first.":
    "没有足够确定的匹配照片可以代替它保留。如果有同一张照片，请先指明。",
  "Every photo of its group, or that matches it, is to be removed as well. Keep one of them.":
    "它所在分组或与其匹配的照片都将被移除。请保留其中一张。",
  "A file of this format ({}) can hold more than the picture that was compared.": "此格式（{}）的文件可能包含比对画面以外的内容。",
  "The kept photo is in another format ({}).": "保留的照片是另一种格式（{}）。",
  "The kept photo has fewer pixels.": "保留的照片像素更少。",
  "The kept photo's file is smaller.": "保留的照片文件更小。",
  "The kept photo's file holds less metadata.": "保留的照片元数据更少。",
  "The kept photo has another time, or none.": "保留的照片拍摄时间不同，或没有时间。",
  "The kept photo names another camera, or none.": "保留的照片相机不同，或没有相机信息。",
  "The kept photo has another place, or none.": "保留的照片地点不同，或没有地点。",

  // Why a file stayed, or what happened to it.
  "The disk is full.": "磁盘已满。",
  "The disk quota is used up.": "磁盘配额已用完。",
  "The system does not allow it.": "系统不允许。",
  "This folder is read-only.": "此文件夹为只读。",
  "It lies on another volume than its own folder, and is not moved across.": "它与所在文件夹不在同一个卷上，不会跨卷移动。",
  "The disk failed.": "磁盘出错。",
  "Its path is too long.": "路径太长。",
  "It is not there any more.": "它已不存在。",
  "A link stands there now.": "该位置现在是一个链接。",
  "What stands there now is not a file.": "该位置现在不是文件。",
  "It is in use and changed while it was read.": "它正在使用中，读取时发生了更改。",
  "The system refused.": "系统拒绝了操作。",
  "It has changed since the plan was made. Scan again.": "制定计划后它已更改。请重新扫描。",
  "The photo kept for it is not there any more.": "对应的保留照片已不存在。",
  "The photo kept for it has changed. Scan again.": "对应的保留照片已更改。请重新扫描。",
  "There is no place to hold it on its own volume.": "它所在的卷上没有可暂存的位置。",
  "It changed at the last moment.": "它在最后一刻发生了更改。",
  "Every name for it in the holding folder is taken.": "暂存文件夹中可用的名称都已被占用。",
  "Something else took its place at the last moment.": "最后一刻有其他内容占用了它的位置。",
  "The photo kept for it went away at the last moment.": "对应的保留照片在最后一刻消失了。",
  "What lies in the holding folder is not a file.": "暂存文件夹中的内容不是文件。",
  "Every name for it in its folder is taken.": "其文件夹中可用的名称都已被占用。",
  "Something else took its place.": "有其他内容占用了它的位置。",
  "The copy does not equal the original.": "副本与原文件不一致。",
  "Its place was taken, so it lies beside it under another name.": "原位置已被占用，因此以另一名称放在旁边。",
  "It was changed while it was held.": "暂存期间它被更改过。",
  "It has been changed since it was written, so it stays.": "写入后它已被更改，因此保留。",
  "Something else stands in its place now.": "它的位置现在有其他内容。",
  "Something else stands in its place.": "它的位置有其他内容。",
  "It was changed while it was moved.": "移动期间它被更改过。",
  "It has been changed since.": "此后它已被更改。",
  "It lies neither in its folder nor in the holding folder: somebody took it.": "它既不在原文件夹也不在暂存文件夹：已被他人取走。",
  "The volume that it lies on is not here.": "它所在的卷未连接。",
  "It had been taken away already.": "它先前已被移走。",
  "Photos that it has its metadata from were handed to the system's trash, so it stays.": "其元数据来源的照片已移到系统回收站，因此保留。",
  "The program ended before this was done.": "完成之前程序已退出。",
  "Its photo stays.": "其照片将保留。",
  "Stopped before it was moved.": "移动之前已停止。",
  "The side file written in its place still stands there.": "写入到其位置的附属文件仍在。",
  "What was written in its place still stands there.": "写入到其位置的文件仍在。",
  "What it took the place of is not in the holding folder any more, so it stays.": "它所替换的文件已不在暂存文件夹中，因此它将保留。",
  "It stays as it was.": "它保持原样。",
  "It was handed to the system's trash: restore it from there. Undo ends here.": "它已移到系统回收站：请从那里恢复。此处无法撤销。",
  "It is back already.": "它已还原。",
  "The system's trash did not take it.": "系统回收站未接收它。",
  "The system's trash did not take it: {}": "系统回收站未接收它：{}",
  "It is not in the holding folder any more.": "它已不在暂存文件夹中。",
  "The way to it is not Unicode, which the system's trash does not take.": "其路径不是 Unicode，系统回收站无法接收。",
  "The photo kept for it is gone or has changed, so this may be the last one.": "对应的保留照片已不存在或已更改，这可能是最后一份。",
  "The photo that it belongs to is gone or has changed.": "它所属的照片已不存在或已更改。",
  "What was written does not read the same.": "写入的内容与读回的不一致。",
  "The side file that is there could not be moved: {}": "现有的附属文件无法移动：{}",
  "What is there could not be moved: {}": "现有的文件无法移动：{}",
  "The side file that is there cannot be read as XMP.": "现有的附属文件无法作为 XMP 读取。",
  "The side file that is there holds its keywords in an unusual form.": "现有附属文件中的关键词形式特殊。",
  "The side file that is there is too large.": "现有的附属文件太大。",

  // Why metadata goes beside a photo and not into it.
  "A side file that is there counts before it.": "已有的附属文件优先于照片。",
  "It has several names (hard links), which would part from each other.": "它有多个名称（硬链接），写入后会彼此分离。",
  "It is marked as read-only.": "它被标记为只读。",
  "It is too large.": "它太大。",
  "Only JPEG files can take it up.": "仅 JPEG 文件可以写入。",
  "Its own XMP cannot be read.": "它自身的 XMP 无法读取。",
  "Decoded, it would not be the same picture.": "解码后画面会不相同。",
  "Its parts do not hold together as a JPEG's should.": "其结构不符合 JPEG 规范。",
  "Something follows its picture, whose place must not change.": "画面之后还有其他数据，其位置不可改变。",
  "It holds several pictures, whose places must not change.": "它包含多幅画面，其位置不可改变。",
  "It holds content credentials, which a change would break.": "它包含内容凭证，更改会使其失效。",
  "It holds more XMP than fits into one packet.": "它的 XMP 超出一个数据包的容量。",
  "It holds several XMP packets.": "它包含多个 XMP 数据包。",
  "Its XMP tells of other parts of the file, whose places must not change.": "其 XMP 指向文件的其他部分，其位置不可改变。",
  "Its metadata is too long for one XMP packet.": "元数据过长，无法放入一个 XMP 数据包。",

  // What a receipt says, and why a call came to nothing.
  'They wait in folders named "{}", on their own disk, until you empty them. Until then undo brings them back.':
    "它们在原磁盘上名为“{}”的文件夹中，直到您清空为止。在此之前可以撤销。",
  "They are back, with their times and rights. Where a place was taken meanwhile, the file stands beside it.":
    "它们已还原，时间和权限不变。原位置已被占用的，放在旁边。",
  "They are in the system's trash. Undo ends here: only the trash itself can bring them back.":
    "它们已在系统回收站。此处无法撤销：只能从回收站恢复。",
  "The copies were read again and equal their originals. Undo takes them away.": "副本已读回并与原文件一致。撤销会将它们移走。",
  "The copies are gone again; what they were copied from is where it was.": "副本已移走，原文件仍在原处。",
  "It is another version of the photo that would stay for it: cropped, edited or not the same surely enough.":
    "它是保留照片的另一版本：经过裁剪、编辑，或不够确定相同。",
  "It is better than the photo that would stay for it: {}.": "它优于对应的保留照片：{}。",
  "The folder that it is to be copied to cannot be written to.": "目标文件夹无法写入。",
  "The volume that it is to be copied to has too little space for all of the copies.": "目标卷的空间不足以容纳所有副本。",
  "The photo that would stay for it cannot be decoded now.": "对应的保留照片现在无法解码。",
  "Decoded again, the photo that would stay for it does not match it.": "重新解码后，对应的保留照片与它不匹配。",
  "What it is to be copied from is not there any more.": "复制来源已不存在。",
  "What it is to be copied from has changed, or reads otherwise now.": "复制来源已更改，或读取结果不同。",
  "Its photo was not copied.": "所属照片未复制。",
  "Its original went in the same act and is not back, so it stays.": "其原文件在同一操作中移走且尚未还原，因此保留。",
  "What it was copied from is not there now, so it waits in the holding folder: undo this session again to have it back.":
    "复制来源现已不存在，因此它在暂存文件夹中；再次撤销此记录即可恢复。",
  "Copies whose originals are gone wait in the holding folders: undo this session again to have them back.":
    "原文件已不存在的副本在暂存文件夹中；再次撤销此记录即可恢复。",
  "That check is not held any more: others came after it. Check the folder again.":
    "该检查结果已失效：之后又进行了其他检查。请重新检查该文件夹。",
  "Name a folder outside the one that was checked.": "请指定所检查文件夹之外的文件夹。",
  "Name two different folders.": "请指定两个不同的文件夹。",
  'There is no folder "{}".': "没有文件夹“{}”。",
  "A threshold is a number from 0 to 1.": "阈值是 0 到 1 之间的数。",
  'The library has no photo below "{}". Scan that folder first.': "照片库中没有“{}”下的照片。请先扫描该文件夹。",
  "Both files hold the same bytes: there is nothing to tell apart.": "两个文件内容完全相同，无需区分。",
  "There is no such answer. It was revoked, or a later one took its place.": "没有此回答。它已撤回，或已被新的回答取代。",
  "Nothing was moved.": "没有移动任何文件。",
  "Files are being moved or restored already. Wait until that is done.": "已有文件正在移动或还原。请等待完成。",
  "The journal has no such session or group.": "日志中没有此记录或分组。",
  "The journal has no such entry.": "日志中没有此条目。",
  'The journal has no session "{}".': "日志中没有记录“{}”。",
  "The journal could not be written.": "无法写入日志。",
  "That plan is not held any more: it was acted on, or others came after it. Plan again.":
    "该计划已失效：已执行过，或已有新的计划。请重新制定计划。",
  "There is no system's trash here. Empty the holding folders in the desktop program.":
    "此处没有系统回收站。请在桌面程序中清空暂存文件夹。",
};

const patterns = Object.keys(sentences)
  .filter((sentence) => sentence.includes("{}"))
  .map((sentence) => [new RegExp(`^${sentence.split("{}").map(literally).join("([^]*)")}$`), sentence] as const);

/** Several sentences in a row are said one by one; what is not known here stays as the engine says it. */
export function saidIn(language: Language, text: string): string {
  return language === "en" ? text : said(text.split(/(?<=[.)]) (?=[A-Z])/));
}

function said(parts: readonly string[]): string {
  if (parts.length === 0) return "";
  for (let count = parts.length; count > 0; count -= 1) {
    const known = one(parts.slice(0, count).join(" "));
    if (known !== null) return known + said(parts.slice(count));
  }
  return (parts[0] ?? "") + said(parts.slice(1));
}

/** With the system's own code after it, as in "The disk is full. (ENOSPC)". */
function one(text: string): string | null {
  const [, sentence = text, code] = /^(.*\.) \((E[A-Z0-9]+)\)$/s.exec(text) ?? [];
  const known = sentences[sentence] ?? filled(sentence);
  return known === null || code === undefined ? known : `${known}（${code}）`;
}

function filled(sentence: string): string | null {
  for (const [pattern, key] of patterns) {
    const values = pattern.exec(sentence)?.slice(1);
    if (values) return values.reduce((text, value) => text.replace("{}", () => saidIn("zh", value)), sentences[key] ?? "");
  }
  return null;
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
