"""What a carrier lists and we lack is fetched and filled in, by the way that its webhooks would have gone."""
