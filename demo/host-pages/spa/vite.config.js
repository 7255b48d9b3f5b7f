export default { base: '/spa/' }
