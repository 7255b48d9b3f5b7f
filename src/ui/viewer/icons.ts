/* From Lucide, see ../icons.tsx. */
export const previousPath = 'm15 18-6-6 6-6'
export const nextPath = 'm9 18 6-6-6-6'
const lens = 'M11 3a8 8 0 1 0 0 16 8 8 0 1 0 0-16M21 21l-4.35-4.35M8 11h6'
export const zoomInPath = `${lens}M11 8v6`
export const zoomOutPath = lens
