/** The words of the folders: map, treemap, two side by side, what is done about them, a card held against the library. Lines as in words.ts: [English, Simplified Chinese]. */
export const folderWords = {
  "folders.title": ["Folders with most in common", "内容重合最多的文件夹"],
  "folders.none": ["No two folders hold the same photos.", "没有内容重合的文件夹。"],
  "folders.first": ["First folder", "第一个文件夹"],
  "folders.second": ["Second folder", "第二个文件夹"],
  "folders.compare": ["Compare", "比较"],
  "folders.all": ["All pairs", "所有组合"],
  "folders.shared": ["{count} shared", "{count} 张相同"],
  "folders.inOther": [
    "{percent} of its {count} {count|photo|photos} {count|is|are} in the other",
    "其 {count} 张照片中有 {percent} 也在另一个文件夹中",
  ],
  "folders.share": ["{percent} is in the other", "{percent} 也在另一个文件夹中"],
  "folders.wholly": ["all of it is in the other", "全部都在另一个文件夹中"],
  "folders.onlyA": ["Only in the first", "仅在第一个"],
  "folders.both": ["In both", "两者都有"],
  "folders.onlyB": ["Only in the second", "仅在第二个"],
  "folders.show": ["Show", "显示"],
  "folders.nothing": ["Nothing.", "没有。"],
  "folders.same": ["Choose two different folders.", "请选择两个不同的文件夹。"],

  "notice.better-version": ["better than what would stay for it", "比将保留的版本更好"],
  "notice.other-version": ["a crop or an edit: goes only where you ask for it", "裁剪或编辑过的版本：仅在您要求时移除"],
  "notice.target-read-only": ["the folder to copy to is read-only", "目标文件夹为只读"],
  "notice.too-little-space": ["there may be too little space on the disk", "磁盘空间可能不足"],
} as const satisfies Record<string, readonly [english: string, chinese: string]>;
