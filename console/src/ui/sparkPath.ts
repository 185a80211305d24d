/** The line's points. Square root: a page with one group of 900 a day must not flatten one of 20; zero stays zero. */
export function sparkPath(values: number[], max: number, width: number, height: number): string {
  const top = Math.sqrt(Math.max(1, max));
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const points = values.map((value, index) => {
    const y = height - (Math.sqrt(Math.max(0, Math.min(value, max))) / top) * height;
    return `${(index * step).toFixed(1)} ${y.toFixed(1)}`;
  });
  return points.length ? `M${points.join("L")}` : "";
}
