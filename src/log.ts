// Logs: JSON lines (pretty on a terminal) with ids only; never names, mail, tokens or launch content.

import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino'

export type { Logger } from 'pino'

// Several lines at once, soon; what is left when the process ends is written then.
const BESIDE_THE_WORK = { sync: false, minLength: 4096, periodicFlush: 100 }

/** A logger for one process. On a terminal the lines are made readable, where pino-pretty is at hand. */
export function openLog(level: string, terminal: boolean, to?: DestinationStream): Logger {
  const options = {
    level,
    base: undefined,
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: errorWithoutPeople },
  }
  if (!terminal) return pino(options, to ?? destination(BESIDE_THE_WORK))
  try {
    return pino({
      ...options,
      transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } },
    })
  } catch {
    return pino(options)
  }
}

// Messages of foreign errors may quote what a person typed, so only our own keys and the places are kept.
function errorWithoutPeople(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error }
  const places = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? []
  const own = 'key' in error ? { key: error.key } : {}
  const code = 'code' in error ? { code: error.code } : {}
  const cause = error.cause === undefined ? {} : { cause: errorWithoutPeople(error.cause) }
  return {
    name: error.name,
    ...own,
    ...code,
    at: places.slice(0, 6).map((p) => p.trim()),
    ...cause,
  }
}

// Addresses are read in any case.
const SECRET_PATHS = [/^(\/confirm\/)[^/?]+/i, /^(\/enter\/)[^/?]+/i]

/** A path as the access log may show it: links masked, no query (design decision 19). */
export function maskedPath(url: string): string {
  const path = url.split('?', 1)[0] ?? '/'
  return SECRET_PATHS.reduce((masked, pattern) => masked.replace(pattern, '$1…'), path)
}
