/** One line of a chart; null where a day has no value. */
export interface Series {
  id: string
  label: string
  values: readonly (number | null)[]
  look: 'first' | 'second' | 'before'
}

export const chartWidth = 640
export const chartHeight = 160

/** A rounded top for the scale: the next 1, 2 or 5 of its power of ten, at least 4 so that whole tickets keep lines apart. */
export function niceTop(highest: number): number {
  if (highest <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(highest))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= highest) ?? 10
  return step * power
}

/** Where a day stands on the chart. */
export const xOf = (index: number, count: number) => (count <= 1 ? chartWidth / 2 : (index * chartWidth) / (count - 1))
export const yOf = (value: number, top: number) => chartHeight - (value / top) * chartHeight

const rounded = (value: number) => Math.round(value * 10) / 10

/** The path of a line; a day without a value breaks it. */
export function linePath(values: readonly (number | null)[], top: number): string {
  let isDrawing = false
  return values
    .map((value, index) => {
      if (value === null) {
        isDrawing = false
        return ''
      }
      const point = `${isDrawing ? 'L' : 'M'}${rounded(xOf(index, values.length))} ${rounded(yOf(value, top))}`
      isDrawing = true
      return point
    })
    .join('')
}

/** The area under a whole line, down to zero. */
export function areaPath(values: readonly number[], top: number): string {
  if (values.length < 2) return ''
  return `${linePath(values, top)}L${chartWidth} ${chartHeight}L0 ${chartHeight}Z`
}
