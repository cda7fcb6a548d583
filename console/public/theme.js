// Runs before the first paint, so a chosen theme never flashes the other one.
try {
  const theme = localStorage.getItem('switchyard.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be forbidden; the system's preference applies.
}
