/** The one decorative surface of the product: the yard's tracks behind the sign-in card. */
export function SignInYard() {
  return (
    <svg
      className="fixed inset-0 size-full"
      viewBox="0 0 1440 900"
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <g fill="none" stroke="var(--line-strong)" strokeWidth="1.5" opacity=".75">
        <path d="M-10 250H250c120 0 120 100 240 100H960c130 0 130-130 260-130h240" />
        <path d="M-10 350h190c110 0 110 100 220 100h640c120 0 120 70 240 70h180" />
        <path d="M-10 550h220c120 0 120-100 240-100" />
        <path d="M-10 650h360c110 0 110-100 220-100h420c120 0 120 120 240 120h230" />
        <path d="M990 450c120 0 120-90 240-90h230" />
        <path d="M-10 150h500c130 0 130 90 260 90h230c110 0 110-120 220-120h260" />
      </g>
      <path d="M-10 450h1470" fill="none" stroke="var(--accent)" strokeWidth="2" />
      <g fill="var(--line-strong)">
        <rect x="120" y="345" width="34" height="10" rx="3" />
        <rect x="238" y="645" width="34" height="10" rx="3" />
        <rect x="1268" y="215" width="34" height="10" rx="3" />
        <rect x="1296" y="515" width="34" height="10" rx="3" />
        <rect x="60" y="145" width="34" height="10" rx="3" />
      </g>
      <g fill="var(--accent)">
        <rect x="296" y="444" width="38" height="12" rx="3.5" />
        <rect x="1160" y="444" width="38" height="12" rx="3.5" />
      </g>
    </svg>
  )
}
