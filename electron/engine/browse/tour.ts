/** An order of rows comes in as a closed tour; moves on it go out: turn a stretch round, shift a few rows elsewhere. */

export interface Tour {
  readonly size: number;
  next(row: number): number;
  previous(row: number): number;
  /** Whether one meets `middle` on the way from `from` to `to`, in the direction of `next`. */
  between(from: number, middle: number, to: number): boolean;
  /** Turns round the stretch that begins with `from` and ends, in the direction of `next`, with `to`. */
  reverse(from: number, to: number): void;
  /** Takes out the stretch from `from` to `to` and puts it behind `behind`, which is not in it; turned round where `turned`. */
  shift(from: number, to: number, behind: number, turned: boolean): void;
  /** The row so many places behind this one. */
  after(row: number, places: number): number;
  keep(): void;
  /** Goes back to what was kept last. */
  restore(): void;
  /** int32 [size], beginning with `first`. */
  order(first: number): Int32Array;
}

export function createTour(order: Int32Array): Tour {
  const size = order.length;
  const rows = Int32Array.from(order);
  const places = new Int32Array(size);
  rows.forEach((row, place) => {
    places[row] = place;
  });
  const kept = { rows: Int32Array.from(rows), places: Int32Array.from(places) };

  const wrapped = (place: number): number => (place >= size ? place - size : place < 0 ? place + size : place);
  const at = (place: number): number => rows[wrapped(place)] as number;
  const placeOf = (row: number): number => places[row] as number;
  const stretch = (from: number, to: number): number => wrapped(to - from) + 1;

  function set(place: number, row: number): void {
    const whole = wrapped(place);
    rows[whole] = row;
    places[row] = whole;
  }
  function turn(from: number, length: number): void {
    for (let low = from, high = from + length - 1; low < high; low += 1, high -= 1) {
      const row = at(low);
      set(low, at(high));
      set(high, row);
    }
  }

  return {
    size,
    next: (row) => at(placeOf(row) + 1),
    previous: (row) => at(placeOf(row) - 1),
    after: (row, distance) => at(placeOf(row) + distance),
    between: (from, middle, to) => wrapped(placeOf(middle) - placeOf(from)) <= wrapped(placeOf(to) - placeOf(from)),
    reverse(from, to) {
      const [start, end] = [placeOf(from), placeOf(to)];
      const length = stretch(start, end);
      // Turning the rest round instead gives the same tour, walked the other way.
      if (length * 2 <= size) turn(start, length);
      else turn(wrapped(end + 1), size - length);
    },
    shift(from, to, behind, turned) {
      const [start, end, target] = [placeOf(from), placeOf(to), placeOf(behind)];
      const length = stretch(start, end);
      const moved = Array.from({ length }, (_, step) => at(start + step));
      if (turned) moved.reverse();
      const forwards = wrapped(target - end);
      const backwards = wrapped(start - 1 - target);
      if (forwards <= backwards) {
        for (let step = 0; step < forwards; step += 1) set(start + step, at(end + 1 + step));
        moved.forEach((row, step) => {
          set(wrapped(start + forwards) + step, row);
        });
      } else {
        for (let step = 0; step < backwards; step += 1) set(wrapped(end - step), at(wrapped(start - 1 - step)));
        moved.forEach((row, step) => {
          set(wrapped(target + 1 + step), row);
        });
      }
    },
    keep() {
      kept.rows.set(rows);
      kept.places.set(places);
    },
    restore() {
      rows.set(kept.rows);
      places.set(kept.places);
    },
    order: (first) => Int32Array.from({ length: size }, (_, step) => at(placeOf(first) + step)),
  };
}
