# The dashboard is built with everything; what runs carries the production dependencies only.
FROM node:26-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json vite.config.ts ./
COPY server ./server
COPY ui ./ui
RUN npm run build

FROM node:26-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional dependencies are copies of Node for checkouts; this image has its own.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:26-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY server ./server
COPY --from=build /app/ui/dist ./ui/dist
# Where `--db` and triptych.yml are looked for; a volume mounted here takes over its owner.
RUN install -d -o node -g node /data
WORKDIR /data
USER node
EXPOSE 8880 8888
ENTRYPOINT ["node", "/app/server/main.ts"]
CMD ["--help"]
