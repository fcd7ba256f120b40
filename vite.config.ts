import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'ui',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    modulePreload: { polyfill: false },
    // The first browsers with light-dark(): older targets make the build write every colour three times.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
});
