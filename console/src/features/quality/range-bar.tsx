interface RangeBarProps {
  /** All on one scale from 0 to 100. */
  value: number
  low: number
  high: number
  /** Where a review passes. */
  mark: number
  label: string
}

/** A value on its scale with the range it may truly lie in: a thin bar, the value as a tick, the pass mark as a hairline. */
export function RangeBar({ value, low, high, mark, label }: RangeBarProps) {
  return (
    <svg role="img" aria-label={label} viewBox="0 0 100 14" preserveAspectRatio="none" className="block h-3.5 w-full">
      <title>{label}</title>
      <path d="M0 7H100" stroke="var(--line)" strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
      <path d={`M${mark} 1V13`} stroke="var(--ink-3)" strokeDasharray="2 2" vectorEffect="non-scaling-stroke" />
      <path
        d={`M${low} 7H${high}`}
        stroke="var(--series-1)"
        strokeWidth={4}
        opacity={0.45}
        vectorEffect="non-scaling-stroke"
      />
      <path d={`M${value} 1.5V12.5`} stroke="var(--series-1)" strokeWidth={2.5} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
