/** The words for two photos that are told apart, or called the same, outside a group. Lines as in words.ts: [English, Simplified Chinese]. */
export const pairingWords = {
  "keys.hold": ["Hold this photo, to say of another that it is the same or different", "选定这张照片，以指明它与另一张相同或不同"],
  "pairing.title": ["Two photos", "两张照片"],
  "pairing.held": ["Held: {name}", "已选定：{name}"],
  "pairing.next": ["Choose the photo to compare it with.", "请选择另一张照片。"],
  "pairing.with": ["and {name}", "与 {name}"],
  "pairing.release": ["Let go", "取消选定"],
  "pairing.hold": ["Hold", "选定"],
  "pairing.same": ["Same", "相同"],
  "pairing.different": ["Different", "不同"],
  "pairing.same.of": ["The same photo as {name}", "与 {name} 是同一张照片"],
  "pairing.different.of": ["Another photo than {name}", "与 {name} 是不同的照片"],
  "pairing.said.same": ["you called it the same", "您已指明相同"],
  "pairing.said.different": ["you called it different", "您已指明不同"],
  "decided.pair.same": ["{a} and {b} are the same", "{a} 与 {b} 相同"],
  "decided.pair.different": ["{a} and {b} are different", "{a} 与 {b} 不同"],
} as const satisfies Record<string, readonly [english: string, chinese: string]>;
