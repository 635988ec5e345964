/** The boundary's part on reasons in the person's language: a reason comes in, its words go out; for the window and for printed pages. */
import type { Reason } from "../contract.ts";

export const languages = ["en", "zh"] as const;
export type Language = (typeof languages)[number];

/** In Chinese, by code. */
export const reasonWords: Readonly<Record<string, string>> = {
  // Why a photo is the one to keep.
  chosen: "由您选择",
  preferred: "位于首选文件夹中",
  protected: "位于受保护的文件夹中",
  format: "格式更好（{format}）",
  whole: "显示完整画面",
  pixels: "像素最多：{width} × {height}",
  origin: "最接近相机原始文件 {camera}",
  compression: "压缩最少：每像素 {bitsPerPixel} 位",
  faces: "睁眼且面部清晰",
  sharpness: "更清晰",
  metadata: "元数据最多：{fields} 项",
  age: "文件更早",
  tidiness: "名称和文件夹更整洁",
  path: "其他条件相同，按路径排在最前",
  // What two photos are to each other.
  confirmed: "您确认它们相同",
  identical: "文件内容完全相同",
  "identical-bytes": "文件内容完全相同",
  "same-pixels": "画面逐像素相同，文件不同",
  "seconds-apart": "同一相机拍摄，相隔 {seconds} 秒",
  "minutes-apart": "同一相机拍摄，相隔 {minutes} 分钟",
  "other-exposure": "同一场景的另一次拍摄：移动的部分不一致",
  "looks-alike": "看起来相似，但未证实是同一张照片",
  "shows-part": "一张显示另一张的 {percent}%",
  overlap: "两张分别有 {percentA}% 和 {percentB}% 重合",
  mirrored: "镜像",
  turned: "旋转了 {degrees}°",
  tilted: "倾斜了 {degrees}°",
  "saved-again": "同一画面，重新保存",
  smaller: "同一画面，尺寸为 {percent}%，重新保存",
  "colour-strength": "其中一张色彩更浓",
  lightness: "其中一张更暗",
  "lost-colours": "其中一张是黑白的",
  colours: "颜色不同",
  covered: "有内容遮住了其中 {percent}%",
  // Why somebody may be somebody.
  "faces-alike": "面部相似：{percent}%",
  "easily-mistaken": "容易认错（{note}）：不会自动归入",
  "shared-details": "{inliers} 处细节位置一致",
};

/** In English it says itself, and so it does where its code is not known here. */
export function reasonIn(language: Language, { code, values, text }: Reason): string {
  const known = language === "en" ? undefined : reasonWords[code];
  if (known === undefined) return text;
  return known.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = values[name];
    return typeof value === "number" ? value.toLocaleString(language) : String(value ?? "");
  });
}
