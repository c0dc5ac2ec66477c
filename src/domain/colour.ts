// An institution's own colour: whether it can be read, and the shades our pages need of it, in light and dark.

type Rgb = [number, number, number]

const WHITE: Rgb = [255, 255, 255]
const PAPER_DARK: Rgb = [21, 23, 29]
const BLACK: Rgb = [0, 0, 0]
/** WCAG 2.2, 1.4.3: text of ordinary size. */
export const LEAST_CONTRAST = 4.5

/** What a page's accent is made of. */
export interface Accent {
  accent: string
  strong: string
  tint: string
  on: string
}

/** True for #rrggbb. */
export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text)
}

/** How well a colour stands out on white paper, from 1 to 21. */
export function contrastOnPaper(colour: string): number {
  return contrast(rgb(colour), WHITE)
}

/** The accent on white paper and on dark; each text of it can be read, also on its own tint. */
export function accentsOf(colour: string): { light: Accent; dark: Accent } {
  const own = rgb(colour)
  const light = mixedUntil(own, BLACK, [WHITE, mix(own, WHITE, 0.92)])
  const darkTint = mix(own, PAPER_DARK, 0.85)
  const dark = mixedUntil(own, WHITE, [PAPER_DARK, darkTint])
  return {
    light: {
      accent: hex(light),
      strong: hex(mix(light, BLACK, 0.25)),
      tint: hex(mix(own, WHITE, 0.92)),
      on: '#ffffff',
    },
    dark: {
      accent: hex(dark),
      strong: hex(mix(dark, WHITE, 0.3)),
      tint: hex(darkTint),
      on: '#0d0f16',
    },
  }
}

function mixedUntil(colour: Rgb, towards: Rgb, papers: Rgb[]): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, towards, share)
    if (papers.every((paper) => contrast(mixed, paper) >= LEAST_CONTRAST)) return mixed
  }
  return towards
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const part = (i: 0 | 1 | 2): number => Math.round(a[i] + (b[i] - a[i]) * share)
  return [part(0), part(1), part(2)]
}

function rgb(colour: string): Rgb {
  const part = (at: number): number => Number.parseInt(colour.slice(at, at + 2), 16)
  return [part(1), part(3), part(5)]
}

function hex(parts: Rgb): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

function luminance(parts: Rgb): number {
  const [r = 0, g = 0, b = 0] = parts
    .map((part) => part / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (bright + 0.05) / (dark + 0.05)
}
