/** Two encoded pictures come in; whether they decode, upright, to the very same pixels goes out. */
import sharp from "sharp";

/** false where either cannot be decoded. */
export async function haveSamePixels(one: Buffer, other: Buffer): Promise<boolean> {
  try {
    const [first, second] = [await decoded(one), await decoded(other)];
    return first.shape === second.shape && first.data.equals(second.data);
  } catch {
    return false;
  }
}

async function decoded(bytes: Buffer) {
  const { data, info } = await sharp(bytes, { failOn: "error" }).autoOrient().raw().toBuffer({ resolveWithObject: true });
  return { data, shape: `${info.width} ${info.height} ${info.channels}` };
}
