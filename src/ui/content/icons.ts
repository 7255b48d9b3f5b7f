/* From Lucide, see ../icons.tsx. */
export const replyPath = 'M20 18v-2a4 4 0 0 0-4-4H4M9 17l-5-5 5-5'
export const reactPath = 'M22 11v1a10 10 0 1 1-9-10M8 14s1.5 2 4 2 4-2 4-2M9 9h.01M15 9h.01M16 5h6M19 2v6'
export const leftPath = 'm15 18-6-6 6-6'
export const rightPath = 'm9 18 6-6-6-6'
