/** What one colour becomes in one theme. */
export interface Shades {
  /** Behind the customer's own words and the main action. */
  readonly accent: string
  readonly onAccent: string
  /** The same colour as text on the surface. */
  readonly ink: string
}

type Rgb = readonly [number, number, number]

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]
const darkInk: Rgb = [22, 25, 32]

/** WCAG's floor for text. */
const enough = 4.5

/**
 * Makes a colour somebody chose for a logo readable: text on it is white or ink, whichever is read better, and as text
 * it is darkened, or on a dark surface lightened, until it can be read there (WCAG 1.4.3).
 */
export function shadesOf(colour: string, surface: string): Shades {
  const [accent, under] = [parse(colour), parse(surface)]
  const onAccent = contrast(accent, white) >= contrast(accent, darkInk) ? white : darkInk
  const towards = luminance(under) > 0.4 ? black : white
  return {
    accent: write(readable(accent, onAccent, onAccent === white ? black : white)),
    onAccent: write(onAccent),
    ink: write(readable(accent, under, towards)),
  }
}

/** The colour itself where it can be read on (or under) the other, else as little changed as will do. */
function readable(colour: Rgb, beside: Rgb, towards: Rgb): Rgb {
  for (let step = 0; step <= 20; step++) {
    const mixed = mix(colour, towards, step / 20)
    if (contrast(mixed, beside) >= enough) return mixed
  }
  return towards
}

export function contrastOf(one: string, other: string): number {
  return contrast(parse(one), parse(other))
}

function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function mix(one: Rgb, other: Rgb, share: number): Rgb {
  return one.map((part, place) => Math.round(part + ((other[place] ?? 0) - part) * share)) as unknown as Rgb
}

function parse(colour: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb
}

function write(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
