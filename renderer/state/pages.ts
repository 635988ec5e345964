/** A question that is answered page by page comes in; after each page what was read so far goes out. */
import type { Page } from "../../electron/contract.ts";

/** Small, so that something shows at once. */
const firstPage = 300;

type ItemOf<Answer extends Page<unknown>> = Answer["items"][number];

export interface ReadSoFar<Answer extends Page<unknown>> {
  /** The same array each time, longer. */
  readonly read: readonly ItemOf<Answer>[];
  readonly page: Answer;
  readonly isWhole: boolean;
}

/** Ends with the last page, or where the library has fewer than it said. @param laterPage items in every page but the first. */
export async function* readPages<Answer extends Page<unknown>>(
  laterPage: number,
  ask: (part: { readonly offset: number; readonly limit: number }) => Promise<Answer>,
): AsyncGenerator<ReadSoFar<Answer>> {
  const read: ItemOf<Answer>[] = [];
  for (let isWhole = false; !isWhole; ) {
    const page = await ask({ offset: read.length, limit: read.length === 0 ? firstPage : laterPage });
    read.push(...page.items);
    isWhole = page.items.length === 0 || read.length >= page.total;
    yield { read, page, isWhole };
  }
}
