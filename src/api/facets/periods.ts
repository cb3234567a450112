/** Papers by year, quarter or month, with the gaps between as zeros. */

export type Unit = "YEAR" | "QUARTER" | "MONTH";
/** A row of `…-periods`: the month is as precise as the paper's date. */
export interface PeriodRow {
  year: number | null;
  month: string | null;
  count: number;
}

/** The period of a row, as `2023`, `2023-Q2` or `2023-05`; null where its date is not that precise. */
export function periodOf(row: PeriodRow, unit: Unit): string | null {
  if (unit === "YEAR") return row.year === null ? null : String(row.year).padStart(4, "0");
  const month = /^(\d{4})-(\d{2})$/.exec(row.month ?? "");
  if (month === null) return null;
  return unit === "MONTH" ? month[0] : `${month[1]}-Q${Math.ceil(Number(month[2]) / 3)}`;
}

/** Counts by period, and how many papers have none. */
export function byPeriod(rows: readonly PeriodRow[], unit: Unit): { counts: Map<string, number>; undated: number } {
  const counts = new Map<string, number>();
  let undated = 0;
  for (const row of rows) {
    const period = periodOf(row, unit);
    if (period === null) undated += row.count;
    else counts.set(period, (counts.get(period) ?? 0) + row.count);
  }
  return { counts, undated };
}

const PARTS: Readonly<Record<Unit, readonly string[]>> = {
  YEAR: [""],
  QUARTER: ["-Q1", "-Q2", "-Q3", "-Q4"],
  MONTH: Array.from({ length: 12 }, (_, m) => `-${String(m + 1).padStart(2, "0")}`),
};
/** All periods from the first to the last, both included; a year stands for all its parts. */
export function periodsBetween(first: string, last: string, unit: Unit): string[] {
  const out: string[] = [];
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year++)
    for (const part of PARTS[unit]) {
      const period = `${String(year).padStart(4, "0")}${part}`;
      if (period >= first && (period <= last || period.startsWith(last))) out.push(period);
    }
  return out;
}
