// Preloaded by services (`node --import`): stack traces name our sources, and no package's maps are read.
import { setSourceMapsSupport } from 'node:module';

setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
