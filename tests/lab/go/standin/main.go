// SPDX-License-Identifier: GPL-3.0-or-later

// Command standin plays the HashiCups components, whose images the lab does not
// have: each listens, needs its upstreams and answers as the real one's
// contract says, so that a job's wiring is really exercised.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

const coffees = `[{"id":1,"name":"HCP Aeropress","price":200},{"id":2,"name":"Packer Spiced Latte","price":350}]`

func need(addr string) {
	c, err := net.DialTimeout("tcp", addr, 3*time.Second)
	if err != nil {
		log.Fatalf("upstream %q: %v", addr, err)
	}
	c.Close()
}

func field(dsn, key string) string {
	for _, f := range strings.Fields(dsn) {
		if v, ok := strings.CutPrefix(f, key+"="); ok {
			return v
		}
	}
	return ""
}

func bind(def string) string {
	if b := os.Getenv("BIND_ADDRESS"); b != "" {
		return b
	}
	return def
}

func main() {
	role := os.Getenv("STANDIN")
	log.SetPrefix(role + ": ")
	mux := http.NewServeMux()
	serve := func(addr string) { log.Print("listening on ", addr); log.Fatal(http.ListenAndServe(addr, mux)) }
	switch role {
	case "product-api-db":
		if os.Getenv("POSTGRES_PASSWORD") == "" {
			log.Fatal("POSTGRES_PASSWORD must be specified")
		}
		l, err := net.Listen("tcp", ":5432")
		if err != nil {
			log.Fatal(err)
		}
		log.Print("database system is ready to accept connections")
		for {
			c, err := l.Accept()
			if err == nil {
				c.Close()
			}
		}
	case "product-api":
		dsn := os.Getenv("DB_CONNECTION")
		need(net.JoinHostPort(field(dsn, "host"), field(dsn, "port")))
		mux.HandleFunc("/coffees", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, coffees) })
		mux.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "ok") })
		serve(bind(":9090"))
	case "payments":
		mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, `{"message":"Payment processed"}`) })
		serve(":8080")
	case "public-api":
		product := os.Getenv("PRODUCT_API_URI")
		u, err := url.Parse(product)
		if err != nil || u.Host == "" {
			log.Fatalf("PRODUCT_API_URI %q", product)
		}
		need(u.Host)
		mux.HandleFunc("/api", func(w http.ResponseWriter, r *http.Request) {
			resp, err := http.Get(product + "/coffees")
			if err != nil {
				http.Error(w, err.Error(), 502)
				return
			}
			defer resp.Body.Close()
			var list any
			json.NewDecoder(resp.Body).Decode(&list)
			json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"coffees": list}})
		})
		serve(bind(":8080"))
	case "frontend":
		api := os.Getenv("NEXT_PUBLIC_PUBLIC_API_URL")
		mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, "<!doctype html><title>HashiCups</title><h1>HashiCups</h1><script>fetch(%q+'api',{method:'POST'})</script>", api)
		})
		serve(":3000")
	default: // a plain web service
		mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "hello from %s\n", os.Getenv("NOMAD_ALLOC_ID")) })
		serve(":" + os.Getenv("NOMAD_PORT_http"))
	}
}
