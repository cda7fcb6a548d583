/** A stretch of time with one UTC offset: [from, until) in epoch ms. */
interface OffsetSegment {
  readonly from: number
  readonly until: number
  readonly offsetMs: number
}

/** Local time of one IANA zone. Offsets are kept once read, so the hot path never asks the time-zone database twice. */
export interface Zone {
  readonly name: string
  /** Offset from UTC at an instant. */
  offsetAt(epochMs: number): number
  /** Wall clock at an instant, as if it were UTC ms. */
  wallOf(epochMs: number): number
  /** First instant whose wall clock reaches `wallMs`; a time skipped by DST is the moment of the jump. */
  instantOf(wallMs: number): number
}

const dayMs = 86_400_000
const keptSegments = 16
const known = new Map<string, Zone>()

/** The zone of an IANA name. Throws a RangeError when there is none. */
export function zoneOf(name: string): Zone {
  const zone = known.get(name) ?? openZone(name)
  known.set(name, zone)
  return zone
}

/** Whether the name is an IANA time zone. */
export function isZone(name: string): boolean {
  try {
    zoneOf(name)
    return true
  } catch {
    return false
  }
}

function openZone(name: string): Zone {
  let segments: OffsetSegment[] = [readSegment(name, 0)]

  const segmentAt = (epochMs: number): OffsetSegment => {
    for (const segment of segments) if (epochMs >= segment.from && epochMs < segment.until) return segment
    const segment = readSegment(name, epochMs)
    segments = segments.length < keptSegments ? [...segments, segment] : [segment]
    return segment
  }

  return {
    name,
    offsetAt: (epochMs) => segmentAt(epochMs).offsetMs,
    wallOf: (epochMs) => epochMs + segmentAt(epochMs).offsetMs,
    instantOf: (wallMs) => {
      const before = segmentAt(wallMs - dayMs)
      const after = segmentAt(wallMs + dayMs)
      const early = wallMs - before.offsetMs
      if (before.offsetMs === after.offsetMs || segmentAt(early) === before) return early
      const late = wallMs - after.offsetMs
      return segmentAt(late) === after ? late : before.until
    },
  }
}

function readSegment(name: string, epochMs: number): OffsetSegment {
  const here = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(name)
  // 'previous' looks strictly before, so a jump at this very instant is found from one millisecond later.
  const start = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous')
  const end = here.getTimeZoneTransition('next')
  return {
    from: start?.epochMilliseconds ?? -Infinity,
    until: end?.epochMilliseconds ?? Infinity,
    offsetMs: here.offsetNanoseconds / 1_000_000,
  }
}
