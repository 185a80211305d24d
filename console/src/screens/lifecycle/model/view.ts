// Which days the screen compares, and how, as the address says it. Pure.
import { addDays } from "@/screens/retention/model/view";

export interface View {
  from: string | null;
  to: string | null;
  /** Every change in between, instead of the one day against the other. */
  moves: boolean;
  /** Of the scores: customers of this fifth by money; null: of all. */
  money: number | null;
}

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const isDay = (text: string) => DAY.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
const dayIn = (text: string | null) => (text !== null && isDay(text) ? text : null);

export function readView(address: URLSearchParams): View {
  const [from, to] = [dayIn(address.get("from")), dayIn(address.get("to"))];
  const money = Number(address.get("money"));
  return { from: from && to && from > to ? null : from, to, moves: address.get("moves") === "1", money: [1, 2, 3, 4, 5].includes(money) ? money : null };
}

export function writeView(view: View): URLSearchParams {
  const said: [string, string | null][] = [
    ["from", view.from], ["to", view.to], ["moves", view.moves ? "1" : null], ["money", view.money === null ? null : String(view.money)],
  ];
  return new URLSearchParams(said.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
